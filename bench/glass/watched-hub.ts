// The hub as it ships, watched. What watches comes first: the hub's main runs as it is imported.
import './watch-hub.ts'
await import('../../apps/hub/src/main.ts')
