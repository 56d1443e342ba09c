import { fork, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { Server } from 'socket.io'
import { io } from 'socket.io-client'
import { Heard } from './heard.ts'
import { monotonic } from './marks.ts'

/**
 * The floor: the same kinds of processes with nothing in them. One answers at once, one asks it and hands the answer to
 * a page, which writes it down. Payloads are as large as those of a recognition.
 */
const QUESTION = { identity: { kind: 'card', value: '770000000000' }, strength: 'held' }
const slide = { title: 'The slow loaf is back', body: 'x'.repeat(70), picture: 'grocery' }
const card = { title: 'New in our shoes collection', body: 'x'.repeat(90), ref: 'x'.repeat(60), asks: 'x'.repeat(80) }
const ANSWER = {
  is: 'known',
  visit: 'harbour/0123456789abcdef/1',
  language: 'en',
  say: { card, slides: [slide, slide, slide] },
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>floor</title><main data-state="floor"></main>
<script src="/socket.io/socket.io.js"></script>
<script>
const main = document.querySelector('main')
const socket = io({ transports: ['websocket'] })
socket.on('frame', ({ state }) => {
  const title = document.createElement('h1')
  title.textContent = state.say.card.title
  title.dataset.message = ''
  main.replaceChildren(title)
})
socket.on('clear', () => main.replaceChildren())
</script>`

type Said = { is: 'open'; url: string } | { is: 'round'; asked: number; known: number; told: number }

function server(page = ''): Promise<{ sockets: Server; url: string }> {
  const http = createServer((_request, reply) => void reply.setHeader('content-type', 'text/html').end(page))
  const sockets = new Server(http, { transports: ['websocket'] })
  return new Promise((resolve) => {
    http.listen(0, '127.0.0.1', () => {
      const address = http.address()
      resolve({ sockets, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}` })
    })
  })
}
const say = (said: Said) => process.send?.(said)

async function bareHub(): Promise<void> {
  const { sockets, url } = await server()
  sockets.on('connection', (socket) => socket.on('identify', (_question, answer) => answer(ANSWER)))
  say({ is: 'open', url })
}

async function bareHost(hub: string): Promise<void> {
  const { sockets, url } = await server(PAGE)
  const socket = io(hub, { transports: ['websocket'] })
  socket.on('connect', () => say({ is: 'open', url }))
  process.on('message', (what) => {
    if (what === 'clear') {
      sockets.emit('clear')
      return
    }
    const asked = monotonic()
    socket.timeout(4000).emit('identify', QUESTION, (_failed: Error | null, answer: object) => {
      const known = monotonic()
      sockets.emit('frame', { state: { ...answer, is: 'message' } })
      // What has the answer tells the page at once.
      say({ is: 'round', asked, known, told: known })
    })
  })
}

const isOpen = (said: Said) => said.is === 'open'
const isRound = (said: Said) => said.is === 'round'

async function open(...args: string[]): Promise<{ child: ChildProcess; heard: Heard<Said>; url: string }> {
  const child = fork(fileURLToPath(import.meta.url), args)
  process.once('exit', () => void child.kill())
  const heard = new Heard<Said>()
  child.on('message', (said: Said) => heard.hear(said))
  const { url } = await heard.next('the floor is open', isOpen)
  return { child, heard, url }
}

/** Opens both; gives the page's address, and what asks once. */
export async function openFloor() {
  const hub = await open('hub')
  const host = await open('host', hub.url)
  return {
    url: host.url,
    ask(): Promise<Extract<Said, { is: 'round' }>> {
      const round = host.heard.next('a bare answer', isRound)
      host.child.send('ask')
      return round
    },
    clear: () => void host.child.send('clear'),
    close(): void {
      for (const { child } of [host, hub]) child.kill()
    },
  }
}

const [, , role, at = ''] = process.argv
if (process.argv[1] === fileURLToPath(import.meta.url)) await (role === 'hub' ? bareHub() : bareHost(at))
