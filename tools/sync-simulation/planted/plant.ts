import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { PLANTED } from './bugs.ts'

/** Preloaded with `--import`: whoever reads a source that a bug is planted in reads it with the bug. */
const bug = PLANTED.find(({ name }) => name === process.env['PLANTED'])
if (!bug) throw new Error(`there is no planted bug ${process.env['PLANTED']}`)
const { file, old, becomes } = bug

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith(`/${file}`)) return loaded
    const source = readFileSync(fileURLToPath(url), 'utf8')
    if (source.split(old).length !== 2) throw new Error(`${file} no longer has exactly once what ${bug.name} replaces`)
    return { ...loaded, source: source.replace(old, () => becomes) }
  },
})
