import { z } from 'zod'

const askedSchema = z.object({ id: z.int(), source: z.string(), given: z.unknown().optional() })

/** What a test asks of the running program, over the channel of a fork: a function of Electron, as Playwright's `evaluate` takes it. `gone` when the test is. */
export function answerTests(electron: object, gone: () => void): void {
  process.on('message', (raw) => void answer(electron, raw))
  process.on('disconnect', gone)
}

async function answer(electron: object, raw: unknown): Promise<void> {
  const { id, source, given } = askedSchema.parse(raw)
  try {
    // oxlint-disable-next-line no-eval -- the function comes from the test that started this process
    const made: unknown = (0, eval)(`(${source})`)
    if (typeof made !== 'function') throw new Error('a function was expected')
    process.send?.({ id, value: await made(electron, given) })
  } catch (error) {
    process.send?.({ id, failed: error instanceof Error ? error.message : String(error) })
  }
}
