import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { testedSchema, type Tested } from '@kairos/shared/wire/hub-screen'
import { writeDurably } from '@kairos/shared/durable-file'

const fileIn = (data: string): string => join(data, 'self-test.json')

/** What the installer's last self-test found stays with the screen: a hub may come later, or another one. */
export const keepTest = (data: string, tested: Tested): void =>
  writeDurably(fileIn(data), `${JSON.stringify(tested, undefined, 2)}\n`, 0o600)

export function keptTest(data: string): Tested | undefined {
  try {
    return testedSchema.safeParse(JSON.parse(readFileSync(fileIn(data), 'utf8'))).data
  } catch {
    // Nobody has tested this screen yet.
    return undefined
  }
}
