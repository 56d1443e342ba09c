import { EventEmitter } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { parentProcess } from './parent-process.ts'

afterEach(() => {
  Reflect.deleteProperty(process, 'parentPort')
})

test('a utility process of Electron hears and tells through its port', () => {
  const told: unknown[] = []
  const heard: unknown[] = []
  const port = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => told.push(message) })
  Object.defineProperty(process, 'parentPort', { value: port, configurable: true })
  const parent = parentProcess(() => expect.unreachable())
  parent.hear((raw) => heard.push(raw))
  port.emit('message', { data: { is: 'cards' } })
  parent.tell({ is: 'open' })
  expect([heard, told]).toEqual([[{ is: 'cards' }], [{ is: 'open' }]])
})
