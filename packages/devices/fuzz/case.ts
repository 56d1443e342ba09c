import { z } from 'zod'

const bytesSchema = z
  .string()
  .regex(/^([0-9a-f]{2})*$/)
  .transform((hex): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex')))

/** One run of the fuzzer as it is written down: a device, and its reports with the time since the one before, in ms. */
export const caseSchema = z.object({
  why: z.string(),
  device: z.object({ vendorId: z.int(), productId: z.int(), usagePage: z.int().optional(), usage: z.int().optional() }),
  descriptor: bytesSchema.optional(),
  layout: z.enum(['us', 'gb', 'de', 'fr']),
  reports: z.array(z.object({ after: z.int(), hex: bytesSchema })),
  /** A payment card's number that was on the card or in the code, and may not come out. */
  secret: z.string().optional(),
})
export type Case = z.infer<typeof caseSchema>

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

export const caseText = ({ reports, descriptor, ...rest }: Case): string =>
  `${JSON.stringify(
    {
      ...rest,
      ...(descriptor ? { descriptor: hex(descriptor) } : {}),
      reports: reports.map((each) => ({ after: each.after, hex: hex(each.hex) })),
    },
    undefined,
    1,
  )}\n`
