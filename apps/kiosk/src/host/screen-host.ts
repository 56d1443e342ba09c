import { join } from 'node:path'
import type { ScreenId, ZoneId } from '@kairos/shared/ids'
import { screenInputSchema, type ScreenFrame, type ScreenRole } from '@kairos/shared/screen-state'
import type { Cancel, Clock } from '@kairos/shared/time'
import { writeSecretFile } from '@kairos/shared/tokens'
import { deviceEventSchema } from '@kairos/devices/device-event'
import { startDevices, type StartChild, type WhichDevices } from './devices.ts'
import { watchGlass } from './glass-watch.ts'
import { hubClient } from './hub-client.ts'
import { keepTest, keptTest } from './kept-test.ts'
import { selfTest } from './self-test.ts'
import { step } from './session.ts'
import { frameOf } from './session/frame.ts'
import { newSession, visitOf, type Session, type SessionInput } from './session/state.ts'

/** What a screen is, wherever its page is shown. */
export type ScreenSettings = {
  /** The folder where its secrets are kept. */
  data: string
  hubUrl: string
  /** The hub's token for screens. */
  hubToken: string
  screen: ScreenId
  role: ScreenRole
  /** Where an aisle screen or kiosk stands. */
  zone?: ZoneId
  devices: WhichDevices
  /** How large the glass is, for the self-test; and whether to begin with it. */
  size?: { width: number; height: number }
  selfTest?: boolean
}
export type ScreenParts = {
  clock: Clock
  say: (words: string) => void
  /** Whoever has it may hand over reports of virtual devices. */
  devicesToken: string
  startChild: StartChild
  /** What the page is to show, whenever that has changed. */
  show: (frame: ScreenFrame) => void
}
export type ScreenHost = {
  /** What the page is to show now. */
  frame: () => ScreenFrame
  /** Something that the page sent; parsed here. */
  press: (raw: unknown) => void
  read: (raw: unknown) => void
  /** Where reports of virtual devices are taken; resolves once it is open. */
  devices: Promise<{ port: number; token: string }>
  close: () => void
}

/** A screen without its page: session, devices and hub, composed. The page is linked to it by a socket or by IPC. */
export function startScreen(settings: ScreenSettings, parts: ScreenParts): ScreenHost {
  const { screen, role } = settings
  const { clock, say, devicesToken: token, startChild, show } = parts
  const test = selfTest({
    ...settings,
    found(checks) {
      const tested = { at: Math.round(clock.now()), checks }
      try {
        keepTest(settings.data, tested)
      } catch (error) {
        say(`what the self-test found could not be kept: ${error instanceof Error ? error.message : String(error)}`)
      }
      hub.tested(tested)
    },
  })
  let session: Session = { ...newSession(role), ...(settings.selfTest ? { at: { is: 'selfTest' } } : {}) }
  let alarm: Cancel | undefined
  const frame = (): ScreenFrame => frameOf(session, screen)
  let last = JSON.stringify(frame())
  const take = (input: SessionInput): void => {
    const stepped = step(session, input, clock.now())
    session = { ...stepped.session, checks: test.look(stepped.session, input) }
    alarm?.()
    alarm = session.until === undefined ? undefined : clock.at(session.until, () => take({ is: 'tick' }))
    if (input.is === 'welcome') devices.cards(input.welcome.cards)
    const shown = frame()
    glass.told(shown.state)
    // What the page says of itself changes nothing; a frame sent again would have it say so again.
    const written = JSON.stringify(shown)
    if (written !== last) show(shown)
    last = written
    for (const effect of stepped.effects) hub.perform(effect)
  }
  const { promise: devicesOpen, resolve: openDevices } = Promise.withResolvers<{ port: number; token: string }>()
  const devices = startDevices({
    ...settings.devices,
    clock,
    token,
    startChild,
    event: (event) => take({ is: 'device', event }),
    open: (port) => {
      writeSecretFile(join(settings.data, 'devices.json'), { port, token })
      openDevices({ port, token })
    },
    status: (status) => {
      test.devices(status)
      hub.devices(status)
    },
    say,
  })
  const hub = hubClient({
    url: settings.hubUrl,
    token: settings.hubToken,
    screen,
    role,
    zone: settings.zone,
    visit: () => (role === 'cart' ? visitOf(session.at) : undefined),
    input: take,
    say,
  })
  const tested = keptTest(settings.data)
  if (tested) hub.tested(tested)
  const glass = watchGlass({ clock, tell: (seen) => hub.glass(seen) })
  return {
    frame,
    press(raw) {
      const input = screenInputSchema.safeParse(raw)
      if (input.success && input.data.press === 'rendered') glass.heard(input.data)
      if (input.success) take({ is: 'press', input: input.data })
      else say('the page said something that is not understood')
    },
    read(raw) {
      const event = deviceEventSchema.safeParse(raw)
      if (event.success) take({ is: 'device', event: event.data })
      else say('the page read something that is not understood')
    },
    devices: devicesOpen,
    close() {
      alarm?.()
      glass.close()
      devices.close()
      hub.close()
    },
  }
}
