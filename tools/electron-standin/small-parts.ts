type Clipboard = { clear: () => void; writeText: (text: string) => Promise<void>; readText: () => Promise<string> }

function clipboardOf(): Clipboard {
  let held = ''
  return {
    clear: () => (held = ''),
    writeText: async (text) => void (held = text),
    readText: async () => held,
  }
}
export const clipboard = Object.assign(clipboardOf(), { selection: clipboardOf() })

let menu: object | null | undefined
/** Until it is set, Electron has a menu of its own, with all its shortcuts. */
export const Menu = {
  setApplicationMenu: (given: object | null) => (menu = given),
  getApplicationMenu: () => (menu === undefined ? {} : menu),
}

const blockers: string[] = []
export const powerSaveBlocker = {
  start: (type: string) => blockers.push(type) - 1,
  isStarted: (id: number) => blockers[id] !== undefined,
}

const schemes: object[] = []
export const protocol = {
  registerSchemesAsPrivileged: (given: object[]) => void schemes.push(...given),
  /** For a test: Electron has no way to ask. */
  schemes,
}
