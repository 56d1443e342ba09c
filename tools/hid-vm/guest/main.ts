/** `npm run test:hid` in the guest: every scenario, one after another. */
await import('./scenarios/swipes.ts')
await import('./scenarios/scans.ts')
await import('./scenarios/keys.ts')
await import('./scenarios/plugging.ts')
await import('./scenarios/permission.ts')
await import('./scenarios/flood.ts')
await import('./scenarios/reading.ts')
await import('./scenarios/device-process.ts')
