import { registerHooks } from 'node:module'

/**
 * `node --import <this> main.js`: whoever asks for Electron is given the stand-in. Its limits: no isolated world and no
 * sandbox of the operating system, so those locks are only seen to be asked for; kiosk mode, focus and the power
 * saver are noted and do nothing.
 */
const target = new URL('./electron.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: target, shortCircuit: true, format: 'module-typescript' }
      : next(specifier, context),
})
