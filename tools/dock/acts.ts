import { encodeKey, KEYPAD } from '@kairos/devices/models/keypad'
import { encodeSureSwipe, SURESWIPE } from '@kairos/devices/models/magtek-sureswipe'
import { encodeScan, LSR118_DESCRIPTOR, VIRTUAL_SCANNER } from '@kairos/devices/models/pos-scanner'
import { sendReports, type VirtualDevice } from '@kairos/devices/virtual'
import type { CustomerId, ScreenId, StoreId } from '@kairos/shared/ids'
import { fail, never, ok, type Result } from '@kairos/shared/result'
import type { Ms } from '@kairos/shared/time'
import { articlesOf, eanOf } from '../chain/articles.ts'
import type { RunningChain, Store } from './chain-on-one-machine.ts'
import type { DockAction } from './contract.ts'
import type { Wallet } from './world-file.ts'

export type Acting = {
  running: RunningChain
  wallet: (customer: CustomerId) => Wallet | undefined
  /** Lets time pass everywhere. */
  pass: (ms: Ms) => Promise<void>
  now: () => Ms
  /** Numbers receipts: never the same twice. */
  receipt: () => string
}

/** The test number that networks publish for a card that nobody has. */
const PAYMENT_CARD = {
  track1: '%B4111111111111111^NOBODY/NO^30121010000000000?',
  track2: ';4111111111111111=30121010000000000?',
}

type Done = Result<string, string>

/** Does in the world what a person could do there, through the programs' own doors. */
export async function act(acting: Acting, action: DockAction): Promise<Done> {
  switch (action.do) {
    case 'swipe':
      return swipe(acting, action.screen, action.person)
    case 'swipePaymentCard': {
      const report = encodeSureSwipe(PAYMENT_CARD.track1, PAYMENT_CARD.track2)
      return send(acting, action.screen, SURESWIPE, [report], 'A bank card was swiped')
    }
    case 'key': {
      const keys = [...Array.from(action.number, (digit) => toKey(digit)), 'enter' as const]
      return send(acting, action.screen, KEYPAD, keys.flatMap(encodeKey), `${action.number} was keyed`)
    }
    case 'shelf':
      return send(acting, action.screen, SCANNER, encodeScan(action.code, AIM.qr), `The cart read ${action.code}`)
    case 'basket': {
      const articles = articlesOf('grocery')
      const article = articles[action.nth % articles.length]
      if (!article) return fail('there is nothing to scan')
      return send(acting, action.screen, SCANNER, encodeScan(eanOf(article), AIM.ean13), `${article.name}, in the cart`)
    }
    case 'mute': {
      const path = `/v1/screens/${action.screen}/mute`
      const body = { muted: action.muted, by: 'the dock' }
      return toStore(
        acting,
        action.store,
        path,
        body,
        `${action.screen} ${action.muted ? 'is muted' : 'may speak again'}`,
      )
    }
    case 'walk':
      return toStore(
        acting,
        action.store,
        '/v1/zones',
        { who: who(acting, action.person), zone: action.zone },
        `She walked to ${action.zone}`,
      )
    case 'leave':
      return toStore(acting, action.store, '/v1/leave', { who: who(acting, action.person) }, 'She left the store')
    case 'pay':
      return pay(acting, action.store, action.person, action.category)
    case 'line': {
      const store = acting.running.stores.find((each) => each.store === action.store)
      if (!store) return fail(`there is no store ${action.store}`)
      store.line.set(action.up)
      return ok(action.up ? `The line of ${store.name} is back` : `The line of ${store.name} is cut`)
    }
    case 'pass':
      await acting.pass(action.ms)
      return ok('Time passed')
    default:
      return never(action)
  }
}

/** The scanner at a cart's handle, and how it names what kind of code it read (AIM). */
const SCANNER = { ...VIRTUAL_SCANNER, descriptor: LSR118_DESCRIPTOR }
const AIM = { qr: ']Q1', ean13: ']E0' } as const

type Key = Parameters<typeof encodeKey>[0]
const KEYS: readonly Key[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
const toKey = (digit: string): Key => KEYS[Number(digit)] ?? '0'

const who = (acting: Acting, person: CustomerId) => ({
  identity: { kind: 'member', value: acting.wallet(person)?.member ?? 'nobody' },
})

function swipe(acting: Acting, screen: ScreenId, person: CustomerId): Promise<Done> {
  const wallet = acting.wallet(person)
  if (wallet?.card === undefined) return Promise.resolve(fail('she has no card with her'))
  const report = encodeSureSwipe(`%${wallet.card}^MARLOW FINCH?`, `;${wallet.card}=0000?`)
  return send(acting, screen, SURESWIPE, [report], `${wallet.first ?? 'She'} swiped her card`)
}

async function send(
  acting: Acting,
  id: ScreenId,
  device: VirtualDevice,
  reports: Uint8Array[],
  done: string,
): Promise<Done> {
  const screen = acting.running.stores.flatMap(({ screens }) => screens).find((each) => each.screen === id)
  if (!screen?.part.devices) return fail(`there is no screen ${id} with devices`)
  await sendReports(screen.part.devices, device, reports)
  return ok(done)
}

async function pay(acting: Acting, store: StoreId, person: CustomerId, category: string): Promise<Done> {
  const wallet = acting.wallet(person)
  const articles = articlesOf(category)
  if (!wallet || articles.length === 0) return fail('nobody, or nothing of that kind, to pay for')
  const lines = articles
    .slice(0, 2)
    .map(({ sku, name, price }) => ({ sku, name, category, quantity: 1, amount: price }))
  const total = lines.reduce((sum, { amount }) => sum + amount, 0)
  const body = {
    till: 'till-1',
    receipt: acting.receipt(),
    total,
    lines,
    identity: { kind: 'member', value: wallet.member },
  }
  return toStore(acting, store, '/v1/receipts', body, `She paid ${(total / 100).toFixed(2)} and left`)
}

async function toStore(acting: Acting, id: StoreId, path: string, body: object, done: string): Promise<Done> {
  const store: Store | undefined = acting.running.stores.find((each) => each.store === id)
  if (!store) return fail(`there is no store ${id}`)
  const response = await fetch(`${store.hub.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${store.hub.tokens['till']}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.ok ? ok(done) : fail(`${store.name}: ${await response.text()}`)
}
