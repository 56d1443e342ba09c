import { z } from 'zod'

/** Ids are short, printable and free of the separators used to join them. */
const idText = z.string().regex(/^[A-Za-z0-9._:@+-]{1,120}$/, 'an id of letters, digits and . _ : @ + - (at most 120)')

export const customerIdSchema = idText.brand<'CustomerId'>()
export type CustomerId = z.infer<typeof customerIdSchema>

export const storeIdSchema = idText.brand<'StoreId'>()
export type StoreId = z.infer<typeof storeIdSchema>

export const screenIdSchema = idText.brand<'ScreenId'>()
export type ScreenId = z.infer<typeof screenIdSchema>

export const zoneIdSchema = idText.brand<'ZoneId'>()
export type ZoneId = z.infer<typeof zoneIdSchema>

/** Opened at random by every start of a hub or of HQ (rule S2). */
export const epochSchema = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .brand<'Epoch'>()
export type Epoch = z.infer<typeof epochSchema>

/** Event ids may join other ids, so they may hold slashes and hashes. */
export const eventIdSchema = z.string().min(1).max(300).brand<'EventId'>()
export type EventId = z.infer<typeof eventIdSchema>

/** A visit is named by the fact that began it. */
export const visitIdSchema = z.string().min(1).max(300).brand<'VisitId'>()
export type VisitId = z.infer<typeof visitIdSchema>

/** Dialogues, steps, responses and whatever else an author names. */
export const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a name of lower-case letters, digits and dashes')

/**
 * Names one message: run, step, and how often the step was reached (rule E8).
 * HQ and a hub apart come to the same reference.
 */
export const messageRefSchema = z.object({
  dialogue: nameSchema,
  /** The run's occasion. */
  run: z.string().min(1).max(200),
  step: nameSchema,
  /** The playbook's version that the run keeps (rule E12). */
  version: z.int().positive(),
  /** How often the step was reached in this run, from 1. */
  time: z.int().positive(),
})
export type MessageRef = z.infer<typeof messageRefSchema>

/** The message reference as one string, for keys. The version is left out: it does not make another message. */
export const messageId = (ref: MessageRef): string => `${ref.dialogue}/${ref.run}/${ref.step}/${ref.time}`
