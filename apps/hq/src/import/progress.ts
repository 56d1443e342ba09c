import { z } from 'zod'

const count = z.int().nonnegative()

/**
 * How far an import has come, as the importer sends it along with the events up to there and HQ stores
 * it in the same transaction. All counts are of the rows up to `rows`, a boundary between two receipts.
 */
export const importProgressSchema = z
  .strictObject({
    schema: z.literal(1),
    /** The file's name without its folder, and the mapping's `source`, for people. */
    file: z.string().max(255),
    source: z.string().max(60),
    /** Bytes of the file as it lies on the disk. */
    bytes: count,
    /** The `rows` of the progress that HQ must hold (0: none) before it may take this one. */
    from: count,
    /** Rows done. Blank lines and the header are no rows. */
    rows: count,
    classes: z.strictObject({ bad: count, withoutCustomer: count, cancellation: count, purchase: count }),
    /** Events, by what they tell. */
    purchases: count,
    returns: count,
    profiles: count,
    /** Further parts of receipts that came back, grew too long or changed customer or date; counted above too. */
    parts: count,
    done: z.boolean(),
  })
  .refine(
    ({ rows, classes }) => rows === classes.bad + classes.withoutCustomer + classes.cancellation + classes.purchase,
    'every row is in exactly one class',
  )
export type ImportProgress = z.infer<typeof importProgressSchema>

/** The body of `POST /v1/imports/:id` beside its events; the id is 64 hexadecimal digits. */
export const importIdSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** Events that the import has made so far: with HQ holding them all, `stored + duplicates` over its batches. */
export const eventsIn = (progress: ImportProgress): number => progress.purchases + progress.returns + progress.profiles

/**
 * Whether HQ, holding `stored`, may take `next`: it leaves no gap behind what HQ has. HQ answers 409 where it
 * does (it was restored from a backup under a running import). A batch sent again leaves none.
 */
export const follows = (stored: ImportProgress | undefined, next: ImportProgress): boolean =>
  (stored?.rows ?? 0) >= next.from

/** Which of two HQ is to keep: an older batch that is sent again must not take progress back. */
export const further = (stored: ImportProgress | undefined, next: ImportProgress): ImportProgress =>
  stored !== undefined && (stored.done || stored.rows > next.rows) ? stored : next
