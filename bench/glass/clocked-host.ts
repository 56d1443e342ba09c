import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { Socket } from 'socket.io'
import { DEFAULT_DEVICES } from '@kairos/devices/device-settings'
import { startHost } from '@kairos/kiosk/start'
import { screenIdSchema, type MessageRef } from '@kairos/shared/ids'
import { SettableClock } from '@kairos/shared/settable-clock'
import { systemClock } from '@kairos/shared/system-clock'
import type { ScreenInput } from '@kairos/shared/screen-state'
import { collectedMemory } from './collected-memory.ts'
import { Heard } from './heard.ts'
import type { Memory } from './marks.ts'
import { overhear } from './overhear.ts'
import type { DeviceDoor } from './store.ts'

/**
 * The host of a kiosk as a process of its own, as it ships but for its clock, which can be moved forward: what a shopper
 * reads for seconds need not take them. Whoever started it hears what the page says of itself.
 */
type Place = { data: string; hubUrl: string; hubToken: string; screen: string }
type Asked = { is: 'pass'; ms: number; times: number } | { is: 'memory' }
export type HostSaid =
  | { is: 'open'; url: string; devices: DeviceDoor }
  | { is: 'input'; input: ScreenInput }
  | { is: 'passed' }
  | { is: 'memory'; memory: Memory }

const say = (said: HostSaid) => process.send?.(said)
/** How long a shopper looks at a message: longer than it has to be on the glass to count as seen. */
const LOOKS = 2_000
/** What is due fires between two steps of time, as it would if they were not so short. */
const FIRES_WITHIN = 3

async function run(place: Place): Promise<void> {
  const clock = new SettableClock(systemClock)
  overhear(Socket.prototype, 'on', (said) => {
    const [name, listener] = said as [string, (input: ScreenInput) => void]
    if (name !== 'input') return
    said[1] = (input: ScreenInput) => {
      listener(input)
      // Whatever she presses, she has looked before.
      if (input.press === 'painted' && input.ref) clock.set(clock.ahead + LOOKS)
      say({ is: 'input', input })
    }
  })
  const host = await startHost(
    {
      ...place,
      screen: screenIdSchema.parse(place.screen),
      role: 'kiosk',
      host: '127.0.0.1',
      port: 0,
      devices: { hid: false, settings: DEFAULT_DEVICES },
    },
    { clock, random: randomBytes, log: pino({ level: 'warn' }) },
  )
  const pass = (ms: number, times: number): void => {
    if (times === 0) return void say({ is: 'passed' })
    clock.set(clock.ahead + ms)
    setTimeout(() => pass(ms, times - 1), FIRES_WITHIN)
  }
  process.on('message', (asked: Asked) => {
    if (asked.is === 'pass') pass(asked.ms, asked.times)
    else say({ is: 'memory', memory: collectedMemory() })
  })
  process.once('disconnect', () => process.exit(0))
  say({ is: 'open', url: host.url, devices: await host.devices })
}

const isOpen = (said: HostSaid) => said.is === 'open'
const isPassed = (said: HostSaid) => said.is === 'passed'
const isMemory = (said: HostSaid) => said.is === 'memory'
export const isPainted = (said: HostSaid): said is HostSaid & { input: { ref: MessageRef } } =>
  said.is === 'input' && said.input.press === 'painted' && said.input.ref !== undefined

/** Starts such a host. */
export async function openClockedHost(place: Place) {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(place)], {
    execArgv: ['--import', new URL('watch-device-memory.ts', import.meta.url).href],
  })
  const heard = new Heard<HostSaid>()
  child.on('message', (said: HostSaid) => heard.hear(said))
  const ask = <S extends HostSaid>(asked: Asked, fits: (said: HostSaid) => said is S): Promise<S> => {
    const answer = heard.next(asked.is, fits)
    child.send(asked)
    return answer
  }
  const { url, devices } = await heard.next('the host is open', isOpen)
  return {
    pid: child.pid ?? 0,
    url,
    devices,
    heard,
    /** Lets so much time pass, so many times over. */
    pass: (ms: number, times = 1) => ask({ is: 'pass', ms, times }, isPassed),
    memory: async (): Promise<Memory> => (await ask({ is: 'memory' }, isMemory)).memory,
    close: () => child.disconnect(),
  }
}
export type ClockedHost = Awaited<ReturnType<typeof openClockedHost>>

const [, main, place] = process.argv
if (main === fileURLToPath(import.meta.url) && place !== undefined) await run(JSON.parse(place) as Place)
