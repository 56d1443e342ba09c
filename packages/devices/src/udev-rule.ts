import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NAME = '70-kairos.rules'
/** The rule as it is shipped. */
export const UDEV_RULE = fileURLToPath(new URL(`../udev/${NAME}`, import.meta.url))
/** Where udev looks, first the place that wins. */
const PLACES = ['etc/udev/rules.d', 'run/udev/rules.d', 'usr/local/lib/udev/rules.d', 'usr/lib/udev/rules.d']

/** Whether udev has the rule: as it is shipped, another one of its name (an older one, or one with more devices), or none. */
export function installedRule(root = '/'): { is: 'same' | 'other'; path: string } | { is: 'none' } {
  const path = PLACES.map((place) => join(root, place, NAME)).find((each) => existsSync(each))
  if (path === undefined) return { is: 'none' }
  return { is: readFileSync(path, 'utf8') === readFileSync(UDEV_RULE, 'utf8') ? 'same' : 'other', path }
}
