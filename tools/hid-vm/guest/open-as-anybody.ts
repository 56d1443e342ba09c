import { argv } from 'node:process'
import { sureSwipe } from './models.ts'
import { list, open } from './product.ts'

/** Run by a user without rights: says, as JSON, what is listed and what opening the device file in `argv` gives. */
const path = argv[2] ?? ''
const listed = (await list(sureSwipe)).map((device) => device.path)
const opened = await open(path).then(
  async (reader) => {
    await reader.close()
    return 'opened'
  },
  (error: unknown) => String(error),
)
console.log(JSON.stringify({ listed, opened }))
