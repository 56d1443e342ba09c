import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { vi } from 'vitest'
import { z } from 'zod'
import { NODE_FLAGS } from '@kairos/shared/node-flags'
import { openLine } from '../../dock/parts/line-to-hq.ts'
import { Killable } from '../../kill-sync/killable.ts'
import { enrolmentsOf, type FilesOf, type Shopper } from '../floor/store.ts'
import { readersAt } from '../floor/readers.ts'
import type { ScreenPlace } from '../floor/screen.ts'

const tokensSchema = z.looseObject({
  console: z.string().optional(),
  till: z.string().optional(),
  screen: z.string().optional(),
  page: z.string().optional(),
})
const doorSchema = z.object({ port: z.int(), token: z.string() })
const read = <S extends z.ZodType>(schema: S, ...path: string[]): z.infer<S> =>
  schema.parse(JSON.parse(readFileSync(join(...path), 'utf8')))

/** A screen's host as a program of its own. Its page's address stays the same over a restart. */
export type ScreenProgram = Awaited<ReturnType<Programs['screen']>>
export type Programs = Awaited<ReturnType<typeof startPrograms>>

/** Head office and the hub of one store, each started by its own main, behind lines; each can be killed. */
export async function startPrograms(files: FilesOf) {
  const data = mkdtempSync(join(tmpdir(), 'kairos-flows-'))
  const at = (...names: string[]) => join(data, ...names)
  for (const [file, text] of Object.entries(files(''))) {
    mkdirSync(dirname(at('playbook', file)), { recursive: true })
    writeFileSync(at('playbook', file), text)
  }
  const hq = new Killable('HQ', 'apps/hq/src/main.ts', ['--playbook', at('playbook'), '--data', at('hq')], {
    flags: NODE_FLAGS,
  })
  await hq.start()
  const toHq = await openLine(() => hq.url)
  const enrolment = ['--enrolment', at('hq', 'stores', 'hall.json')]
  const hub = new Killable('hub', 'apps/hub/src/main.ts', [
    '--hq',
    toHq.url,
    ...enrolment,
    '--data',
    at('hub'),
    '--no-announce',
  ])
  await hub.start()
  const toHub = await openLine(() => hub.url)
  writeFileSync(at('screens-token'), tokensOf('hub').screen ?? '')
  const programs = [hq, hub]
  const lines = [toHq, toHub]

  function tokensOf(program: string) {
    return read(tokensSchema, at(program, 'secrets.json'))
  }
  async function call(url: string, token: string | undefined, body?: object, type = 'application/json') {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type }
    const answer = await fetch(
      url,
      body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) },
    )
    return { status: answer.status, text: await answer.text() }
  }
  return {
    data,
    hq,
    hub,
    toHq,
    toHub,
    /** What head office, or the hub, says at one of its doors. */
    atHq: (path: string) => call(`${hq.url}${path}`, tokensOf('hq').console),
    atHub: (path: string, body?: object) => call(`${hub.url}${path}`, tokensOf('hub').till, body),
    async enrol(...shoppers: Shopper[]): Promise<void> {
      const events = enrolmentsOf(shoppers, new Date().toISOString())
      await call(`${hq.url}/v1/events`, tokensOf('hq').console, events, 'application/cloudevents-batch+json')
    },
    async screen({ screen, role, zone }: ScreenPlace) {
      const place = ['--screen', screen, '--role', role, ...(zone === undefined ? [] : ['--zone', zone])]
      const where = ['--hub', toHub.url, '--hub-token-file', at('screens-token'), '--data', at(screen), '--no-hid']
      const program = new Killable(screen, 'apps/kiosk/src/host/main.ts', [...place, ...where])
      const devices = at(screen, 'devices.json')
      /** It is there once its readers are. */
      const start = async (): Promise<void> => {
        rmSync(devices, { force: true })
        await program.start()
        await vi.waitFor(() => read(doorSchema, devices), { timeout: 60_000, interval: 50 })
      }
      await start()
      const toPage = await openLine(() => program.url)
      programs.push(program)
      lines.push(toPage)
      return {
        start,
        kill: () => program.end('SIGKILL'),
        data: at(screen),
        url: `${toPage.url}/#token=${tokensOf(screen).page}`,
        /** A program that was started again has others. */
        readers: () => readersAt(read(doorSchema, devices)),
      }
    },
    /** Ends everything, and gives what went wrong with any program on the way. */
    async close(): Promise<string[]> {
      for (const line of lines) line.close()
      for (const program of programs.toReversed()) await program.end('SIGTERM')
      rmSync(data, { recursive: true, force: true, maxRetries: 5 })
      return programs.flatMap(({ problems, complaints }) => [...problems, ...complaints])
    },
  }
}
