import { spawnSync } from 'node:child_process'
import { fail, ok, type Result } from '@kairos/shared/result'

/**
 * The shared libraries that these programs load, theirs included: where the loader looks for each in the guest, and
 * where it is here. Asks `ldd`; libraries in `folders` go before this machine's own.
 */
export function sharedLibrariesOf(
  programs: readonly string[],
  folders: readonly string[],
): Result<Map<string, string>> {
  const found = new Map<string, string>()
  const env = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: folders.join(':') }
  for (const program of programs) {
    const { stdout, stderr, status } = spawnSync('ldd', [program], { encoding: 'utf8', env, timeout: 20_000 })
    // Lines: `libm.so.6 => <path> (0x..)`, `libfoo.so => not found`, and for the loader itself `<path> (0x..)`.
    const missing = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name)
    if (status !== 0 || missing.length > 0)
      return fail({
        code: 'hidVm.missingLibrary',
        what: `shared libraries are missing: ${missing.join(', ') || stderr.trim()}`,
        where: program,
        todo: 'Install the Debian packages that hold them.',
      })
    for (const [, name, path] of stdout.matchAll(/^\s*(\S+) => (\/\S+) \(/gm))
      if (name !== undefined && path !== undefined) found.set(`lib/x86_64-linux-gnu/${name}`, path)
    const loader = stdout.match(/^\s*(\/\S*ld-linux\S+) \(/m)?.[1]
    if (loader !== undefined) found.set(loader.slice(1), loader)
  }
  return ok(found)
}

/** The folders in which Debian keeps libraries, below `root`. */
export const libraryFolders = (root: string): string[] =>
  ['usr/lib', 'lib'].map((folder) => `${root}/${folder}/x86_64-linux-gnu`)
