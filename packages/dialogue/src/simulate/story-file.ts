import { z } from 'zod'
import { eventSchema, profileSchema } from '@kairos/shared/event'
import { customerIdSchema } from '@kairos/shared/ids'
import { fail, ok, type Result } from '@kairos/shared/result'
import { DAY, HOUR, MINUTE, type Ms } from '@kairos/shared/time'
import { findingInWords } from '../finding.ts'
import { readSource, type SourceFile } from '../read.ts'

const EVENTS = eventSchema.options.map(({ shape }) => shape.type.value)

const TIME = /^(?:day (\d{1,5})|(\d{4}-\d\d-\d\d))(?:[T ]([01]\d|2[0-3]):([0-5]\d))?$/
const timeSchema = z.string().regex(TIME, 'a time such as "day 3 10:00" or "2026-01-05T10:00"')

/** What happens: `at`, the kind of event, and what belongs to that kind; what is left out is filled in. */
const entrySchema = z.looseObject({
  at: timeSchema,
  event: z.enum([...EVENTS, 'wait'], {
    error: `one of ${EVENTS.join(', ')}, or wait to let time pass and see what would be said`,
  }),
  /** When it is learnt of, if that is later. */
  received: timeSchema.optional(),
})
export type Entry = z.infer<typeof entrySchema>

const storySchema = z.strictObject({
  /** What it tells, in a line. */
  story: z.string().min(1),
  /** Day 0, on which she joins. */
  begins: z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day such as 2026-01-05'),
  /** Who she is; her id decides which hold-outs she is in. */
  customer: z.strictObject({ id: customerIdSchema.default(customerIdSchema.parse('anna')), ...profileSchema.shape }),
  /** Whether she agrees to be written to as she joins; left out, she is not asked. */
  consent: z.boolean().optional(),
  events: z.array(entrySchema).min(1).max(2000),
})
export type Story = z.infer<typeof storySchema>
export type StoryFile = SourceFile<Story>

/** Reads a story; what is wrong with it is said in words, each with its line. */
export function readStory(file: string, text: string): Result<StoryFile, string[]> {
  const read = readSource(file, text, storySchema)
  return read.ok ? ok(read.value) : fail(read.error.map(findingInWords))
}

/** A story's time as local time: a number that looks like UTC. */
export function localTimeOf(story: Story, text: string): Ms {
  const [, day, date, hours = '0', minutes = '0'] = TIME.exec(text) ?? []
  const midnight =
    day === undefined ? Date.parse(`${date}T00:00Z`) : Date.parse(`${story.begins}T00:00Z`) + Number(day) * DAY
  return midnight + Number(hours) * HOUR + Number(minutes) * MINUTE
}
