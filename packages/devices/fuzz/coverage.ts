import { Session } from 'node:inspector/promises'

export type Coverage = { reached: number; of: number; never: string[] }

const OURS = /packages\/devices\/src\/(?!.*\.(?:test|fixture)\.ts)(.+)$/

/** Watches which branches of the product's decoders run, by V8's own counters; `stop` says what was reached. */
export async function watchBranches(): Promise<{ stop: () => Promise<Coverage> }> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: true })
  return {
    async stop() {
      const { result } = await session.post('Profiler.takePreciseCoverage')
      session.disconnect()
      const total: Coverage = { reached: 0, of: 0, never: [] }
      for (const { url, functions } of result) {
        const file = OURS.exec(url)?.[1]
        if (file === undefined) continue
        for (const { functionName, ranges } of functions) {
          total.of += ranges.length
          total.reached += ranges.filter(({ count }) => count > 0).length
          if (ranges[0]?.count === 0 && functionName !== '') total.never.push(`${file} ${functionName}`)
        }
      }
      return total
    },
  }
}
