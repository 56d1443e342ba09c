import { writeSync } from 'node:fs'
import { inspect } from 'node:util'
import type { TestEvent } from 'node:test/reporters'
import type { GuestLine } from '../guest-line.ts'

/** The second serial port, which init opens. A file that Node's test runner opens it would sync, which no port can. */
const HOST = 3

/** A reporter of `node:test` that says each test's outcome as a line for the host, and to nobody else. */
export default async function report(events: AsyncIterable<TestEvent>): Promise<void> {
  for await (const event of events) {
    const line = lineFor(event)
    if (line !== undefined) writeSync(HOST, `${JSON.stringify(line)}\n`)
  }
}

function lineFor(event: TestEvent): GuestLine | undefined {
  switch (event.type) {
    case 'test:diagnostic':
      // Node's own summary (tests 8, pass 8 ...) comes from the very first character of the program.
      return event.data.line === 1 && event.data.column === 1 ? undefined : { is: 'note', text: event.data.message }
    case 'test:pass': {
      const { name, skip, details } = event.data
      const milliseconds = details.duration_ms
      if (skip === undefined || skip === false) return { is: 'test', name, state: 'passed', milliseconds }
      return { is: 'test', name, state: 'skipped', milliseconds, why: String(skip) }
    }
    case 'test:fail': {
      const { name, details } = event.data
      return { is: 'test', name, state: 'failed', milliseconds: details.duration_ms, why: inspect(details.error.cause) }
    }
    default:
      return undefined
  }
}
