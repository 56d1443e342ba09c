import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { withZoneRules } from '@kairos/dialogue/time-zones'

/**
 * Reads a playbook's YAML files, name to text, names with forward slashes whatever the system; with them the
 * rules of its stores' time zones, which travel with it (rule E15).
 */
export function readPlaybookFolder(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name === 'chain.yaml' || /^dialogues\/[^/]+\.ya?ml$/.test(name))
    .toSorted()
  return withZoneRules(Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])))
}
