import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Configuration } from 'electron-builder'

/**
 * What Electron's binary itself may do, burnt into it: it does not run as plain Node, hears no options of Node from its
 * surroundings, lets nobody inspect it, starts nothing but what was packed, and gives `file:` no privilege (there is no
 * page of it). Whether the package is whole is checked by macOS and Windows only.
 */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const

export type PackingPlace = {
  /** The folder that `stage` filled. */
  app: string
  output: string
  electronVersion: string
  /** A folder of an unpacked Electron; without it electron-builder downloads one. */
  electron: string | undefined
}

/** How the screens' program is packed, for every platform. Signing is the chain's: with its own keys, on its own machine. */
export const configuration = ({ app, output, electronVersion, electron }: PackingPlace): Configuration => ({
  appId: 'kairos.screen',
  productName: 'Kairos Screen',
  copyright: 'Apache-2.0',
  electronVersion,
  ...(electron === undefined ? {} : { electronDist: electron }),
  directories: { app, output },
  // The folder holds what is packed and nothing else; the exclusions are for the day on which somebody builds otherwise.
  files: ['package.json', 'dist/**/*', 'node_modules/**/*', '!**/*.{ts,tsx,map,c,cc,h,gyp,md}', '!**/*.test.*'],
  asar: true,
  // An addon is loaded by the system, which does not look into an archive.
  asarUnpack: ['node_modules/node-hid/prebuilds/**'],
  // Electron's own program for whoever starts it without one.
  afterExtract: ({ appOutDir }) => rm(join(appOutDir, 'resources', 'default_app.asar'), { force: true }),
  npmRebuild: false,
  electronFuses: FUSES,
  publish: null,
  win: { target: ['nsis'] },
  nsis: { oneClick: false, perMachine: true, allowToChangeInstallationDirectory: false, runAfterFinish: false },
  linux: {
    target: ['AppImage', 'deb'],
    executableName: 'kairos-screen',
    category: 'Utility',
    maintainer: 'Kairos <kairos@example.com>',
  },
  mac: { target: ['dmg'], category: 'public.app-category.business', hardenedRuntime: true },
})
