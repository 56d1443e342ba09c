import { execFileSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { doorOf, hasUci, startHq, startImport, summaryOf, UCI, type Import } from './head-office.ts'

const data = mkdtempSync(join(tmpdir(), 'kairos-import-'))
const running: ChildProcess[] = []
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(data, { recursive: true, force: true })
})

const started = <T extends ChildProcess>(child: T): T => {
  running.push(child)
  return child
}
const importing = (): Import => {
  const begun = startImport(data)
  started(begun.child)
  return begun
}
const summary = () => summaryOf(data)

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

test.skipIf(!hasUci())(
  'UCI Online Retail into a running HQ: importer and HQ killed in the middle, every row in one class, nothing twice',
  { timeout: 180_000 },
  async () => {
    let hq = started(await startHq(data))
    const broken = importing()
    await expect.poll(async () => (await summary()).events, within).toBeGreaterThan(2_000)
    broken.child.kill('SIGKILL')
    await broken.exit

    const resumed = importing()
    await expect.poll(async () => (await summary()).events, within).toBeGreaterThan(10_000)
    hq.kill('SIGKILL')
    // The importer must see HQ's new address, so HQ comes back on the port that it had.
    hq = started(await startHq(data, new URL(doorOf(data).url).port))
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

    const again = importing()
    expect(await again.exit).toBe(0)
    expect(again.said()).toContain('Nothing was sent')
    expect(totalsIn(again.said())).toBe(totalsIn(said))
    expect((await summary()).events).toBe(26_563)
    hq.kill('SIGTERM')
  },
)
