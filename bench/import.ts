import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { hasUci, startHq, startImport, summaryOf, UCI } from '../tools/whole-way/head-office.ts'

/**
 * `npm run bench:import`: the public purchase log into a real head office, from nothing. Reports events and
 * rows a second, and the peak resident memory of importer and head office (Linux: VmHWM), beside the floor
 * measured in the same run: the same bytes unpacked and split into lines, and nothing else.
 */
const LIMIT_MB = 400

/** Peak resident memory of a process in MB; NaN if it is not running. */
function peak(pid: number | undefined): number {
  if (!existsSync(`/proc/${pid}/status`)) return Number.NaN
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

async function floorSeconds(): Promise<number> {
  const began = performance.now()
  let lines = 0
  const reader = createInterface({ input: createReadStream(UCI).pipe(createGunzip()) }).on('line', () => lines++)
  await new Promise((resolve) => reader.once('close', resolve))
  const seconds = (performance.now() - began) / 1000
  console.log(`floor: ${lines.toLocaleString('en')} lines unpacked and split in ${seconds.toFixed(1)} s`)
  return seconds
}

async function main(): Promise<number> {
  if (!hasUci()) {
    console.error('The public purchase log is not at hand: set KAIROS_DATA to the folder that holds it.')
    return 1
  }
  const floor = await floorSeconds()
  const data = mkdtempSync(join(tmpdir(), 'kairos-bench-'))
  const hq = await startHq(data)
  const importing = startImport(data)
  let importerPeak = 0
  const watch = setInterval(() => {
    // A process that has just ended has no memory to tell of.
    importerPeak = Math.max(importerPeak, peak(importing.child.pid) || 0)
  }, 20)
  const began = performance.now()
  const code = await importing.exit
  clearInterval(watch)
  const sent = (performance.now() - began) / 1000
  while ((await summaryOf(data)).waiting > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  const folded = (performance.now() - began) / 1000
  const { events } = await summaryOf(data)
  const hqPeak = peak(hq.pid)
  console.log(importing.said().slice(importing.said().indexOf('  rows')))
  console.log(
    `sent in ${sent.toFixed(1)} s, all folded after ${folded.toFixed(1)} s: ${Math.round(events / folded)} events/s, ${(folded / floor).toFixed(1)} times the floor`,
  )
  console.log(
    `peak resident: importer ${importerPeak.toFixed(0)} MB + head office ${hqPeak.toFixed(0)} MB = ${(importerPeak + hqPeak).toFixed(0)} MB (limit ${LIMIT_MB})`,
  )
  hq.kill('SIGTERM')
  await new Promise((resolve) => hq.once('exit', resolve))
  rmSync(data, { recursive: true, force: true })
  return code === 0 && importerPeak + hqPeak < LIMIT_MB ? 0 : 1
}

process.exitCode = await main()
