import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)))
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const texts = tracked.filter((file) => !/\.(png|gz|lock)$|package-lock\.json$/.test(file))
const manifests = tracked.filter((file) => file.endsWith('package.json'))

const manifestSchema = z.looseObject({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  exports: z.record(z.string(), z.string()).default({}),
  scripts: z.record(z.string(), z.string()).default({}),
})
const manifest = (file: string) => manifestSchema.parse(JSON.parse(read(file)))

/** What each layer may depend on of ours; tools may have everything. */
const ALLOWED: Record<string, string[]> = {
  shared: [],
  dialogue: ['shared'],
  devices: ['shared'],
  replica: ['shared'],
  ui: ['shared'],
  hq: ['shared', 'dialogue', 'replica', 'ui'],
  hub: ['shared', 'dialogue', 'replica', 'ui'],
  kiosk: ['shared', 'devices', 'ui'],
  associate: ['shared', 'ui'],
}

test('packages depend on one another along the arrow only', () => {
  for (const file of manifests) {
    const { name, dependencies, devDependencies } = manifest(file)
    const layer = ALLOWED[name.replace('@kairos/', '')]
    if (!layer) continue
    const ours = Object.keys({ ...dependencies, ...devDependencies }).filter((each) => each.startsWith('@kairos/'))
    expect({ file, wrong: ours.filter((each) => !layer.includes(each.replace('@kairos/', ''))) }).toEqual({
      file,
      wrong: [],
    })
  }
})

test('every package that is imported is one of the manifest’s own dependencies', () => {
  for (const file of manifests.filter((each) => each !== 'package.json')) {
    const { name, dependencies, devDependencies } = manifest(file)
    const folder = dirname(file)
    const known = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies), name])
    const root = new Set(Object.keys(manifest('package.json').devDependencies))
    const missing = tracked
      .filter((each) => each.startsWith(`${folder}/`) && /\.(ts|tsx)$/.test(each))
      .flatMap((each) =>
        [...read(each).matchAll(/^(?:import|export)(?: [^'\n]* from)? '(@[^/']+\/[^/']+|[a-z][^/':]*)[^:']*'/gm)].map(
          ([, wanted]) => `${each}: ${wanted}`,
        ),
      )
      .filter((use) => !known.has(use.split(': ')[1] ?? '') && !root.has(use.split(': ')[1] ?? ''))
    expect(missing).toEqual([])
  }
})

test('every door that a package names is there', () => {
  for (const file of manifests) {
    const doors = Object.values(manifest(file).exports)
    expect(doors.filter((door) => !existsSync(join(ROOT, dirname(file), door)))).toEqual([])
  }
})

test('no file names a path of somebody’s machine, and the lock file no registry', () => {
  const machine = new RegExp(['/home', '/Users', '/root', '/work'].map((start) => `${start}/[a-z]`).join('|'))
  expect(texts.filter((file) => machine.test(read(file)))).toEqual([])
  expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/)
})

test('links in the documents lead somewhere, and the commands they name exist', () => {
  const scripts = manifest('package.json').scripts
  for (const file of texts.filter((each) => each.endsWith('.md'))) {
    const text = read(file)
    const links = [...text.matchAll(/\]\(([^)#:]+)[^)]*\)/g)].map(([, link]) => link ?? '')
    expect({ file, broken: links.filter((link) => !existsSync(join(ROOT, dirname(file), link))) }).toEqual({
      file,
      broken: [],
    })
    const commands = [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, command]) => command ?? '')
    expect({ file, unknown: commands.filter((command) => scripts[command] === undefined) }).toEqual({
      file,
      unknown: [],
    })
  }
})

test('no file is a drawer for whatever has no place', () => {
  expect(tracked.filter((file) => /(^|\/)(utils?|helpers?|common|misc|manager)(\.|\/)/i.test(file))).toEqual([])
})
