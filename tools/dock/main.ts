import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { z } from 'zod'
import { systemClock } from '@kairos/shared/system-clock'
import { newToken, secretsIn } from '@kairos/shared/tokens'
import { startHeadOffice, startStores, type ChainSettings, type RunningChain } from './chain-on-one-machine.ts'
import { openDock, type Dock } from './dock-door.ts'
import { electronShell, openElectronKiosk, type ElectronKiosk, type Shell } from './electron-kiosk.ts'
import { importPast, pastFile } from './import-past.ts'
import { BEGIN_AHEAD, makeWorld } from './make-world.ts'
import { PartFailed, type Part } from './parts/parts.ts'
import { readWorld, writeWorld, type World } from './world-file.ts'

const program = new Command('npm start --')
  .description('Runs a small chain on this machine: head office, two stores with their screens, and the dock.')
  .option('--data <folder>', 'the one folder in which everything is kept', 'data')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--port <number>', 'the dock’s port; head office, hubs and screens take the nine after it', Number, 4000)
  .option('--fresh', 'forget everything and begin anew')
  .option('--customers <number>', 'how many customers to make', Number, 5000)
  .option('--seed <number>', 'which chain to make', Number, 2005)
  .option('--electron', 'open one kiosk more in a real window, where Electron is on this machine')
  .option('--no-import', 'leave out the public purchase log, even if it is there')
  .parse()
const options = z
  .object({
    data: z.string(),
    host: z.string(),
    port: z.int().min(0).max(65_000),
    fresh: z.boolean().default(false),
    customers: z.int().min(1).max(200_000),
    seed: z.int(),
    electron: z.boolean().default(false),
    import: z.boolean(),
  })
  .parse(program.opts())

const say = (words: string) => console.log(`  ${words}`)
const worldFile = join(options.data, 'world.json')

/** Makes the chain if there is none yet; a making that was broken off begins anew. */
async function prepare(hqSettings: ChainSettings, world: World): Promise<{ hq: Part; world: World }> {
  if (world.made) return { hq: await startHeadOffice(hqSettings), world }
  const now = systemClock.now()
  const hq = await startHeadOffice({ ...hqSettings, ahead: BEGIN_AHEAD })
  const made = await makeWorld(hq, options.customers, options.seed, now, say)
  const past = options.import ? pastFile() : undefined
  const imported = past === undefined ? [] : await importPast(hq, options.data, past, say)
  // Those who are shown first: some of each.
  const wallets = [...made.slice(0, 48), ...imported.slice(0, 12), ...made.slice(48), ...imported.slice(12)]
  const done = { ahead: 0, made: true, wallets }
  writeWorld(worldFile, done)
  return { hq, world: done }
}

/** Opens a kiosk in a real window, beside those of the dock. */
function openWindow(shell: Shell, { stores }: RunningChain): ElectronKiosk | undefined {
  const [store] = stores
  if (!store) return undefined
  const kiosk = openElectronKiosk(shell, store, join(options.data, 'electron'), (why) =>
    console.error(`  The kiosk in Electron is gone: ${why}`),
  )
  say(
    `${kiosk.screen} stands in a window of its own; number keys and plugged-in readers work there, the dock’s buttons do not`,
  )
  return kiosk
}

async function run(): Promise<void> {
  // Said before anything is made, which takes a while.
  const shell = options.electron ? electronShell() : undefined
  if (shell && !shell.ok) {
    console.error(shell.error)
    process.exit(1)
  }
  if (options.fresh) rmSync(options.data, { recursive: true, force: true })
  let world = readWorld(worldFile)
  if (!world.made) rmSync(options.data, { recursive: true, force: true })
  mkdirSync(options.data, { recursive: true, mode: 0o700 })
  const secrets = secretsIn(join(options.data, 'dock.json'), z.object({ dock: z.string() }), () => ({
    dock: newToken(randomBytes),
  }))
  let stopping = false
  let running: RunningChain | undefined
  let hq: Part | undefined
  let window: ElectronKiosk | undefined
  const stop = async (code: number) => {
    if (stopping) return
    stopping = true
    await window?.stop()
    if (running) await running.stop()
    else await hq?.stop()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0))
  const framedBy = `http://${options.host}:${options.port === 0 ? '*' : options.port}`
  const settings: ChainSettings = {
    data: options.data,
    host: options.host,
    port: options.port,
    ahead: world.ahead,
    framedBy,
    gone(name, code) {
      if (stopping) return
      console.error(`  ${name} ended unexpectedly (${code}); its log is in ${join(options.data, 'logs')}.`)
      void stop(1)
    },
  }
  const now = () => systemClock.now() + world.ahead
  let dock: Dock | undefined
  const door = await openDock(options.host, options.port, secrets.dock, () => dock)
  ;({ hq, world } = await prepare(settings, world))
  say('Opening the stores: hubs, kiosks, carts and aisle screens')
  const chain = await startStores(settings, hq)
  running = chain
  let receipts = 0
  const opened = now()
  dock = {
    running: chain,
    token: secrets.dock,
    wallets: world.wallets,
    wallet: (customer) => world.wallets.find((wallet) => wallet.customer === customer),
    now,
    receipt: () => `${opened.toString(36)}-${++receipts}`,
    async pass(ms) {
      world = { ...world, ahead: world.ahead + ms }
      writeWorld(worldFile, world)
      await chain.setAhead(world.ahead)
    },
  }
  if (shell) window = openWindow(shell.value, chain)
  console.log(`Kairos is running: ${door}/#token=${secrets.dock}`)
  console.log('  Ctrl-C ends it; its data stays in ' + options.data + '.')
}

run().catch((error: unknown) => {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  if (inUse)
    console.error(
      `Port ${options.port} is in use; the dock needs it. Stop what uses it, or choose others: npm start -- --port 5000`,
    )
  else if (error instanceof PartFailed) console.error(error.message)
  else console.error(error)
  process.exit(1)
})
