import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { customerIdSchema, storeIdSchema } from '@kairos/shared/ids'
import { writeSecretFile } from '@kairos/shared/tokens'

/** What a shopper of the made-up world carries. It is in no program of Kairos: only the dock, as the world, has it. */
export const walletSchema = z.object({
  customer: customerIdSchema,
  first: z.string().optional(),
  tier: z.string().optional(),
  home: storeIdSchema,
  member: z.string(),
  card: z.string().optional(),
})
export type Wallet = z.infer<typeof walletSchema>

const worldSchema = z.object({
  /** How far the world's clock is ahead of the machine's. */
  ahead: z.int(),
  /** The chain has been made and its weeks of shopping have passed. */
  made: z.boolean(),
  wallets: z.array(walletSchema),
})
export type World = z.infer<typeof worldSchema>

/** The world's own memory, beside the programs' data folders. */
export const readWorld = (file: string): World =>
  existsSync(file) ? worldSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : { ahead: 0, made: false, wallets: [] }

export const writeWorld = (file: string, world: World): void => writeSecretFile(file, world)
