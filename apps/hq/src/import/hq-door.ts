import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fail, ok, type Problem, type Result } from '@kairos/shared/result'

/** Where HQ answers, and the secret it wants to hear. HQ writes it to `<data folder>/hq/door.json`, mode 0600. */
export const hqDoorSchema = z.object({ url: z.url({ protocol: /^https?$/ }), token: z.string().min(1) })
export type HqDoor = z.infer<typeof hqDoorSchema>

export const doorFile = (data: string): string => join(data, 'hq', 'door.json')

/** `--hq` with KAIROS_TOKEN where given, else the door that HQ left in its data folder. */
export async function findHq(options: { hq?: string; token?: string; data: string }): Promise<Result<HqDoor>> {
  if (options.hq !== undefined) {
    const door = hqDoorSchema.safeParse({ url: options.hq, token: options.token })
    if (door.success) return ok(door.data)
    return options.token === undefined || options.token === ''
      ? fail({
          code: 'hq-token',
          what: 'no token for HQ',
          todo: 'Set KAIROS_TOKEN to the token that HQ was started with.',
        })
      : fail({ code: 'hq-url', what: `"${options.hq}" is no address`, todo: 'Write --hq http://host:port.' })
  }
  const file = doorFile(options.data)
  const missing: Problem = {
    code: 'hq-door',
    what: "HQ's door is not there",
    where: file,
    todo: 'Start HQ first, or say where its data is (--data <folder>) or where it answers (--hq <URL> and KAIROS_TOKEN).',
  }
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    return fail(missing)
  }
  try {
    const door = hqDoorSchema.safeParse(JSON.parse(text))
    if (door.success) return ok(door.data)
  } catch {
    // The JSON error would quote the file, and with it perhaps the token.
  }
  return fail({ ...missing, what: "HQ's door cannot be read", todo: 'Restart HQ; it writes the file anew.' })
}
