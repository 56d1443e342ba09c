import { tellMemory } from './collected-memory.ts'

// Loaded before the main of a screen's host, and, because that starts its device process with its own flags, before that
// one's. The host itself is asked otherwise.
if (process.argv[1]?.endsWith('device-process.ts')) tellMemory()
