import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes a screen's settings, as whoever installs it does. */
export function writeSettings(data: string, hub: string, more: object = {}): void {
  mkdirSync(data, { recursive: true })
  writeFileSync(join(data, 'hub-token'), 'the hub’s token for screens\n')
  const settings = { hub, hubTokenFile: 'hub-token', screen: 'k1', role: 'kiosk', hid: false, ...more }
  writeFileSync(join(data, 'screen.json'), JSON.stringify(settings))
}
