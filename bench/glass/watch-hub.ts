import { Socket } from 'socket.io'
import { tellMemory } from './collected-memory.ts'
import { note, pass } from './marks.ts'
import { overhear } from './overhear.ts'

/** Loaded before the hub's own main: notes when questions come and answers go. Nothing of the hub is another for it. */
type Said = { visit?: string; card?: { ref: object }; say?: { card?: { ref: object } } }
type Listener = (message: Said, answer?: (reply: Said) => void) => void

function chose(visit: string | undefined, card: { ref: object } | undefined): void {
  if (visit !== undefined && card) note({ is: 'chosen', visit, message: card.ref })
}

/** The same listener, with a note of when it is asked and when it answers. */
function watched(name: string, listener: Listener): Listener {
  const isTimed = name === 'identify'
  return (message, answer) => {
    if (isTimed) pass('heard')
    listener(message, (reply) => {
      if (isTimed) pass('answered')
      answer?.(reply)
      chose(reply.visit ?? message.visit, reply.say?.card)
    })
  }
}

overhear(Socket.prototype, 'on', (said) => {
  const [name, listener] = said as [string, Listener]
  if (name === 'identify' || name === 'answer') said[1] = watched(name, listener)
})
overhear(Socket.prototype, 'emit', (said) => {
  const [name, pushed] = said as [string, Said]
  if (name === 'say') chose(pushed.visit, pushed.card)
})
tellMemory()
