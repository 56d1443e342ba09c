import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
})

/** A package that a program needs: its folder below the project's root, one of ours or one of npm's. */
export type Package = { name: string; version: string; folder: string; ours: boolean }

/** The packages of ours that `names` name, all that they depend on, and what those do, from the installed packages. */
export function packagesOf(root: string, names: readonly string[]): Package[] {
  const found = new Map<string, Package>()
  const follow = (name: string, from: string) => {
    const folder = installed(name, from, root)
    if (found.has(folder)) return
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')))
    found.set(folder, { name, version: manifest.version, folder, ours: name.startsWith('@kairos/') })
    for (const dependency of Object.keys(manifest.dependencies)) follow(dependency, folder)
  }
  for (const name of names) follow(name, '')
  return [...found.values()].toSorted((a, b) => (a.folder < b.folder ? -1 : 1))
}

/** As Node looks for a package: beside whoever asks, then one folder up, and so on. */
function installed(name: string, from: string, root: string): string {
  for (let folder = join(root, from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return relative(root, realpathSync(candidate))
    if (folder === root) throw new Error(`${name} is not installed: run npm ci`)
  }
}

/** Whether a program at work reads such a file of npm's: no native sources, other platforms' builds, maps or types. */
export const isNeededAtWork = (path: string): boolean =>
  !/(\.(map|md|ts|mts|cts|c|cc|cpp|h|hpp)|\/node_modules)$/.test(path) &&
  !(/\/prebuilds\/[^/]+$/.test(path) && !/linux-x64(\.node)?$/.test(path))

/** Whether a file of ours is a source, and not made from one. */
export const isSource = (path: string): boolean => !/\/(node_modules|dist|\.tsc|\.turbo)$/.test(path)
