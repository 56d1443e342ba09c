import { z } from 'zod'
import { sweepProgressSchema } from '@kairos/shared/hq-views'

/** What the command and HQ's doors for publishing say to each other. */

const MOST_FILES = 1000
const MOST_CHARACTERS = 500_000

const bySchema = { who: z.string().trim().min(1).max(120), note: z.string().max(500).default('') }

/** `POST /v1/playbooks` */
export const publishSchema = z.strictObject({
  files: z
    .record(
      z.string().regex(/^(chain\.yaml|time-zones\.json|dialogues\/[^/]+\.ya?ml)$/),
      z.string().max(MOST_CHARACTERS),
    )
    .refine((files) => Object.keys(files).length <= MOST_FILES, `at most ${MOST_FILES} files`),
  ...bySchema,
})
/** `POST /v1/playbooks/rollback` */
export const rollbackSchema = z.strictObject({ version: z.int().positive(), ...bySchema })
/** `POST /v1/pause` */
export const pauseRequestSchema = z.strictObject({ paused: z.boolean(), ...bySchema })

/** The answer to publishing and rolling back: what is current now. */
export const publishedAnswerSchema = z.object({
  version: z.int().positive(),
  /** False if this was current already. */
  changed: z.boolean(),
  sweep: sweepProgressSchema.optional(),
})
export type PublishedAnswer = z.infer<typeof publishedAnswerSchema>

/** With status 422: nothing was changed. */
export const findingsAnswerSchema = z.object({
  problem: z.string(),
  findings: z.array(
    z.object({
      code: z.string(),
      file: z.string(),
      line: z.int().positive().optional(),
      where: z.string(),
      what: z.string(),
      todo: z.string(),
    }),
  ),
})

/** The answer to pausing and resuming, some seconds later at most: which stores' hubs have confirmed it. */
export const pausedAnswerSchema = z.object({
  paused: z.boolean(),
  /** False if it was so already. */
  changed: z.boolean(),
  told: z.array(z.string()),
  /** These hear of it as soon as their line is back; one that stays here with its line up is too old to obey. */
  untold: z.array(z.string()),
})
