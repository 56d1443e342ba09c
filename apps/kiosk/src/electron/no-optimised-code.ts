import { setFlagsFromString } from 'node:v8'
import { DEVICE_NODE_FLAGS } from '../host/device-node-flags.ts'

/**
 * The device process runs without optimised code (`docs/decisions/0014`). Whether a utility process hears the flags that
 * it is started with could not be tried, so it sets them itself, before anything of its own has run often enough to be
 * optimised.
 */
for (const flag of DEVICE_NODE_FLAGS) setFlagsFromString(flag)
