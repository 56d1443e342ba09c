import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { HQ_NODE_FLAGS } from '@kairos/hq/node-flags'
import { summarySchema } from '@kairos/shared/hq-views'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const UCI = join(process.env['KAIROS_DATA'] ?? root('../shared/data'), 'online_retail_uci.csv.gz')
const MAPPING = root('playbooks/marlow-finch/imports/online-retail-uci.yaml')
const data = mkdtempSync(join(tmpdir(), 'kairos-import-'))
const running: ChildProcess[] = []
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(data, { recursive: true, force: true })
})

/** Head office as a program of its own. Resolves when it is open. */
function startHq(port = '0'): Promise<ChildProcess> {
  const args = [
    ...HQ_NODE_FLAGS,
    root('apps/hq/src/main.ts'),
    '--playbook',
    root('playbooks/marlow-finch'),
    '--data',
    join(data, 'hq'),
    '--port',
    port,
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => String(text).includes('head office is open') && resolve(child))
    child.once('exit', (code) => reject(new Error(`head office ended (${code})`)))
  })
}

type Import = { child: ChildProcess; said: () => string; exit: Promise<number | null> }

function startImport(): Import {
  const args = [root('tools/cli/kairos.js'), 'import', 'purchases', UCI, '--map', MAPPING, '--data', data]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += String(text)))
  return { child, said: () => said, exit: new Promise((resolve) => child.once('exit', resolve)) }
}

async function summary() {
  const { url, token } = JSON.parse(readFileSync(join(data, 'hq', 'door.json'), 'utf8'))
  const answer = await fetch(`${url}/v1/summary`, { headers: { authorization: `Bearer ${token}` } })
  return summarySchema.parse(await answer.json())
}

const within = { timeout: 60_000, interval: 50 }
const totalsIn = (said: string) => said.match(/ {2}rows [\s\S]*further parts +\S+/)?.[0]
const rows = (said: string, what: string) =>
  Number(new RegExp(`${what} +([\\d,]+)`).exec(said)?.[1]?.replaceAll(',', ''))

/** The classes as the documentation defines them, counted by other means. */
function countedByAwk(): number[] {
  const program =
    'NR>1{q=$(NF-4);p=$(NF-2);c=$(NF-1);x=$1~/^C/; if(q==0||p<0||(q<0)!=x)b++; else if(c=="")w++; else if(x)r++; else l++} END{print b,w,r,l}'
  const unpacked = execFileSync('gzip', ['-dc', UCI], { maxBuffer: 256 * 1024 * 1024 })
  return execFileSync('awk', ['-F,', program], { input: unpacked, encoding: 'utf8' }).trim().split(' ').map(Number)
}

test.skipIf(!existsSync(UCI))(
  'UCI Online Retail into a running HQ: importer and HQ killed in the middle, every row in one class, nothing twice',
  { timeout: 180_000 },
  async () => {
    let hq = await startHq()
    const broken = startImport()
    await expect.poll(async () => (await summary()).events, within).toBeGreaterThan(2_000)
    broken.child.kill('SIGKILL')
    await broken.exit

    const resumed = startImport()
    await expect.poll(async () => (await summary()).events, within).toBeGreaterThan(10_000)
    hq.kill('SIGKILL')
    // The importer must see HQ's new address, so HQ comes back on the port that it had.
    const { url } = JSON.parse(readFileSync(join(data, 'hq', 'door.json'), 'utf8'))
    hq = await startHq(new URL(url).port)
    expect(await resumed.exit).toBe(0)

    const said = resumed.said()
    const classes = ['bad', 'without customer', 'cancellations', 'purchase lines'].map((name) => rows(said, name))
    expect(classes).toEqual(countedByAwk())
    expect(classes.reduce((sum, n) => sum + n)).toBe(541_909)
    await expect.poll(async () => (await summary()).waiting, within).toBe(0)
    const { events, byType, runs, effectsDue, customers } = await summary()
    expect({ events, byType, customers }).toEqual({
      events: 26_563,
      byType: { profile: 4_372, purchase: 18_537, return: 3_654 },
      customers: 4_372,
    })
    // History begins and sends nothing (rule E10).
    expect({ runs, effectsDue }).toEqual({ runs: [], effectsDue: {} })

    const again = startImport()
    expect(await again.exit).toBe(0)
    expect(again.said()).toContain('Nothing was sent')
    expect(totalsIn(again.said())).toBe(totalsIn(said))
    expect((await summary()).events).toBe(26_563)
    hq.kill('SIGTERM')
  },
)
