import type { PlaybookLibrary } from '@kairos/dialogue/library'
import type { HubReplica } from '@kairos/replica/hub-replica'
import type { ChainKey, Identity, IdentityHash, IdentityStrength } from '@kairos/shared/identity'
import { hashIdentity } from '@kairos/shared/identity-hash'
import type { CustomerId, StoreId } from '@kairos/shared/ids'
import { normaliseIdentity, readingsOf } from '@kairos/shared/normalise-identity'
import { strangerId } from '@kairos/shared/stranger'
import type { Mute } from './mute.ts'

export type WhoParts = {
  store: StoreId
  key: ChainKey
  playbooks: PlaybookLibrary
  replica: HubReplica
  customerOf: (hash: IdentityHash) => CustomerId | undefined
  /** Asks head office whose identity this is; once it says `known`, she is on disk here. */
  ask: (hash: IdentityHash) => Promise<'known' | 'unknown' | 'no answer'>
  /** Why nobody may be recognised. */
  mute: () => Mute | undefined
}

/** Whose an identity is. */
export class Who {
  readonly #parts: WhoParts

  constructor(parts: WhoParts) {
    this.#parts = parts
  }

  /** Whose identity this is, among those that this store holds or has met as strangers. A keyed number may be a phone's. */
  whose(identity: Identity): CustomerId | undefined {
    const { customerOf, mute, replica } = this.#parts
    if (mute()) return undefined
    const hashes = this.#hashesOf(identity)
    for (const hash of hashes) {
      const owner = customerOf(hash)
      if (owner !== undefined) return owner
    }
    return hashes.map(strangerId).find((id) => replica.knows(id))
  }

  /** The same, and head office is asked if this store does not know (rule S7). */
  async find(identity: Identity): Promise<CustomerId | undefined> {
    return this.whose(identity) ?? this.meet(identity, 'claimed')
  }

  /**
   * Somebody whom this store does not know. Where head office cannot be asked, whoever holds one of the chain's own
   * cards is a stranger from here on (rule E18); a number that was keyed may be anybody's.
   */
  async meet(identity: Identity, strength: IdentityStrength): Promise<CustomerId | undefined> {
    const { playbooks, ask, mute } = this.#parts
    if (!playbooks.has || mute()) return undefined
    const hashes = this.#hashesOf(identity)
    const answers: Awaited<ReturnType<typeof ask>>[] = []
    for (const hash of hashes) {
      const answer = await ask(hash)
      answers.push(answer)
      if (answer !== 'unknown') break
    }
    const found = this.whose(identity)
    if (found !== undefined || !answers.includes('no answer')) return found
    const [hash] = hashes
    return strength === 'held' && this.#isOwnCard(identity) && hash !== undefined ? strangerId(hash) : undefined
  }

  #isOwnCard(identity: Identity): boolean {
    const { kind, value } = normaliseIdentity(identity)
    const cards = this.#parts.playbooks.current.chain.cards
    return kind === 'card' && cards.some(({ prefix, digits }) => value.length === digits && value.startsWith(prefix))
  }

  /** Under what it may be known: a keyed number may be a phone's. */
  #hashesOf(identity: Identity): IdentityHash[] {
    const { key } = this.#parts
    return readingsOf(identity, this.#country()).map((reading) => hashIdentity(key, reading, this.#country()))
  }

  /** Where phone numbers are from that are written without a country. */
  #country(): string | undefined {
    const { playbooks, store } = this.#parts
    const chain = playbooks.has ? playbooks.current.chain : undefined
    return chain?.stores[store]?.country ?? chain?.country
  }
}
