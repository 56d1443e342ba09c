import { pino } from 'pino'
import { visitIdSchema } from '@kairos/shared/ids'
import { openServer } from '@kairos/shared/server'
import { MINUTE } from '@kairos/shared/time'
import type { Answered, Identified, Identify, ScreenWelcome } from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE } from '@kairos/shared/wire/hub-tablet'

const SLIDES = [{ title: 'New in the window', body: 'Linen for the garden.' }]
const CARDS = [{ prefix: '77', digits: 12 }]
export const WELCOME: ScreenWelcome = {
  store: 'Harbour',
  language: 'en',
  cards: CARDS,
  say: { slides: SLIDES },
  languages: ['en'],
  codes: {},
}
const REF = { dialogue: 'sandals', run: 'r1', step: 'tell', version: 1, time: 1 }
export const MESSAGE = 'Your sandals are in'
const CARD = {
  ref: REF,
  title: MESSAGE,
  body: 'Size 39.',
  asks: [{ response: 'yes', label: 'Show me' }],
  language: 'en',
}
const KNOWN: Identified = {
  is: 'known',
  visit: visitIdSchema.parse('v1'),
  first: 'Anna',
  language: 'en',
  say: { card: CARD, slides: SLIDES },
}
const ANSWERED: Answered = { thanks: { title: 'Thank you', body: '' }, say: { slides: SLIDES } }

/** A hub that always says the same, for whoever comes; what it is told is kept. */
export type HubOfWords = {
  url: string
  identified: Identify[]
  told: [name: string, message: unknown][]
  close: () => Promise<void>
}

export async function openHub(): Promise<HubOfWords> {
  const log = pino({ level: 'silent' })
  const { server, sockets, close } = openServer({ log, bodyLimit: 1024, messageLimit: 64 * 1024, heartbeat: MINUTE })
  const identified: Identify[] = []
  const told: [string, unknown][] = []
  sockets.of(SCREEN_NAMESPACE).on('connection', (socket) => {
    socket.emit('welcome', WELCOME)
    socket.on('identify', (message: Identify, reply: (reply: Identified) => void) => {
      identified.push(message)
      reply(KNOWN)
    })
    socket.on('answer', (message: unknown, reply: (reply: Answered) => void) => {
      told.push(['answer', message])
      reply(ANSWERED)
    })
    for (const name of ['shown', 'leave', 'devices', 'glass'] as const)
      socket.on(name, (message: unknown, reply: (kept: { kept: true }) => void) => {
        told.push([name, message])
        reply({ kept: true })
      })
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    identified,
    told,
    close,
  }
}
