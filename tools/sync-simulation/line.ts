import { z } from 'zod'
import { bulkText, readBulk } from '@kairos/replica/bulk'
import type { HqEnd } from '@kairos/replica/hq-end'
import type { HqPort } from '@kairos/replica/hub-link'
import { fail, ok, type Result } from '@kairos/shared/result'
import {
  batchSchema,
  bulkSchema,
  comparedSchema,
  compareSchema,
  factsSchema,
  helloSchema,
  lookedUpSchema,
  lookupSchema,
  pullSchema,
  storedSchema,
  welcomeSchema,
} from '@kairos/shared/wire/hq-hub'
import type { Life } from './disk.ts'
import type { Scheduler } from './scheduler.ts'

/** How a line misbehaves; each is a probability. */
export type Faults = { lost: number; twice: number; late: number }
export const NO_FAULTS: Faults = { lost: 0, twice: 0, late: 0 }
export type Happened = (what: 'lost' | 'twice' | 'late') => void

type Answering = { end: HqEnd; life: Life; factsCame: () => void; hubHas: (playbook: number) => void }
/** What goes over HTTP comes to whichever HQ is up then. */
type Upright = () => Pick<Answering, 'end' | 'life'> | undefined
const bulkAskedSchema = bulkSchema.omit({ wire: true, store: true })
const textSchema = z.object({ text: z.string() })

/**
 * One connection of a hub to HQ. Requests and answers are delayed and overtake each other, are delivered
 * twice, are lost; once it is cut, what HQ was sent may still arrive there, and an answer may still
 * arrive here, before the question fails.
 */
export class Connection {
  readonly port: HqPort
  readonly #scheduler: Scheduler
  readonly #hub: Life
  readonly #hq: Answering
  readonly #faults: () => Faults
  readonly #happened: Happened
  readonly #waiting = new Set<(result: Result<never, string>) => void>()
  open = true

  constructor(
    scheduler: Scheduler,
    hub: Life,
    hq: Answering,
    faults: () => Faults,
    upright: Upright,
    happened: Happened,
  ) {
    this.#happened = happened
    this.#scheduler = scheduler
    this.#hub = hub
    this.#hq = hq
    this.#faults = faults
    const { end, factsCame, hubHas } = hq
    this.port = {
      hello: (message) =>
        this.#ask('hello', helloSchema, welcomeSchema, message, async (hello) => {
          const welcome = await end.hello(hello)
          hubHas(hello.playbook)
          return welcome
        }),
      pull: (message) =>
        this.#ask('pull', pullSchema, batchSchema, message, ({ cursor, most }) => end.pull(cursor, most)),
      bulk: async (message) => {
        const life = upright()?.life
        const came = await this.#ask(
          'bulk',
          bulkAskedSchema,
          textSchema,
          message,
          (asked) => bulkAt(upright(), asked),
          life,
        )
        return came.ok ? readBulk(came.value.text, came.value.text.length) : came
      },
      compare: (message) => this.#ask('compare', compareSchema, comparedSchema, message, (asked) => end.compare(asked)),
      lookup: (message) =>
        this.#ask('lookup', lookupSchema, lookedUpSchema, message, ({ identity }) => end.lookUp(identity)),
      facts: (message) =>
        this.#ask('facts', factsSchema, storedSchema, { facts: message.facts.map(unreadable) }, async ({ facts }) => {
          const stored = await end.facts(facts)
          if (!stored.ok) return { refused: stored.error }
          factsCame()
          return stored.value
        }),
    }
  }

  cut(): void {
    this.open = false
    for (const failed of this.#waiting) this.#fail(failed)
  }

  #fail(failed: (result: Result<never, string>) => void): void {
    this.#scheduler.soon(this.#hub, 'a question fails', () => failed(fail('the line is down')), this.#patience())
  }

  #lose(failed: (result: Result<never, string>) => void): void {
    this.#happened('lost')
    this.#fail(failed)
  }

  /** Where answers come late, anything may take long. */
  #patience(): number {
    const { random } = this.#scheduler
    if (this.#faults().late === 0 || !random.chance(0.3)) return 0
    this.#happened('late')
    return random.chance(0.2) ? random.whole(20, 60) : random.whole(1, 8)
  }

  #ask<Q extends z.ZodType, A extends z.ZodType>(
    what: string,
    question: Q,
    answer: A,
    message: object,
    serve: (message: z.infer<Q>) => Promise<object>,
    /** Another than that of this connection, where it goes by another way. */
    life = this.#hq.life,
  ): Promise<Result<z.infer<A>, string>> {
    const { random } = this.#scheduler
    const { lost, twice } = this.#faults()
    const sent = JSON.stringify(message)
    return new Promise((resolve) => {
      const done = (result: Result<z.infer<A>, string>) => {
        this.#waiting.delete(done)
        resolve(result)
      }
      this.#waiting.add(done)
      if (!this.open) return this.#fail(done)
      const reply = (value: object) => this.#reply(what, answer, value, done)
      const deliver = (to: (value: object) => void) =>
        this.#scheduler.soon(
          life,
          `${what} ${sent.slice(0, 160)} reaches HQ`,
          () => {
            if (this.open || random.chance(this.#faults().late))
              this.#scheduler.carry(life, serve(question.parse(JSON.parse(sent))).then(to))
          },
          this.#patience(),
        )
      if (random.chance(lost)) this.#lose(done)
      else deliver(reply)
      if (!random.chance(twice)) return
      this.#happened('twice')
      deliver(() => {})
    })
  }

  #reply<A extends z.ZodType>(
    what: string,
    answer: A,
    value: object,
    done: (result: Result<z.infer<A>, string>) => void,
  ): void {
    const text = JSON.stringify(value)
    const { random } = this.#scheduler
    if (random.chance(this.#faults().lost)) return this.#lose(done)
    this.#scheduler.soon(
      this.#hub,
      `answer to ${what} ${text.slice(0, 120)}`,
      () => {
        if (!this.open && !random.chance(this.#faults().late)) return
        const parsed = answer.safeParse(JSON.parse(text))
        done(parsed.success ? ok(parsed.data) : fail(text))
      },
      this.#patience(),
    )
  }
}

async function bulkAt(hq: ReturnType<Upright>, asked: z.infer<typeof bulkAskedSchema>): Promise<object> {
  const batch = await hq?.end.bulk(asked)
  if (!batch?.ok) return { refused: batch?.error ?? 'there is no HQ' }
  return { text: bulkText(batch.value.frame, batch.value.rows) }
}

/** What a newer hub might send: HQ does not know this type of event. */
function unreadable(fact: object): object {
  if (!('event' in fact)) return fact
  const event = fact.event as { type: string; zone?: string }
  return event.type === 'walked' && event.zone === 'unreadable'
    ? { ...fact, event: { ...event, type: 'beamed' } }
    : fact
}
