import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { z } from 'zod'
import { configuration } from './configuration.ts'
import { stage } from './stage.ts'

const PLATFORMS = { linux: Platform.LINUX, darwin: Platform.MAC, win32: Platform.WINDOWS }
export const packedPlatformSchema = z.enum(['linux', 'darwin', 'win32'])

export type Packing = {
  platform: z.infer<typeof packedPlatformSchema>
  /** Only the folder of the program, and no installer of it. */
  isFolderOnly: boolean
  /** A folder of an unpacked Electron, where none may be downloaded. */
  electron: string | undefined
  /** Where what is packed goes to. */
  output: string
}

/** The version of Electron that the code was written for. */
export function electronVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('electron/package.json'), 'utf8'),
  )
  return z.looseObject({ version: z.string() }).parse(manifest).version
}

/** Packs the built program; gives the paths of what came of it. */
export async function pack({ platform, isFolderOnly, electron, output }: Packing): Promise<string[]> {
  const app = join(output, 'app')
  stage(app, platform)
  return build({
    projectDir: app,
    targets: PLATFORMS[platform].createTarget(isFolderOnly ? 'dir' : undefined),
    publish: 'never',
    config: configuration({ app, output, electronVersion: electronVersion(), electron }),
  })
}
