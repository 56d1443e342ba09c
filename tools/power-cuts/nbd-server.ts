import { createServer, type Socket } from 'node:net'
import type { VolatileDisk } from './volatile-disk.ts'

/**
 * Serves a disk to QEMU by the network block device protocol (fixed newstyle, simple replies;
 * https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md). Requests are done one after another, each
 * before the next is read, so that a flush covers every write that was answered before it.
 */
const OPTION = { exportName: 1, abort: 2, info: 6, go: 7 }
const REPLY = { ack: 1, info: 3, unsupported: 0x80000001 }
const COMMAND = { read: 0, write: 1, disconnect: 2, flush: 3 }
/** The export has flags; flushes and forced writes (FUA) are understood. */
const EXPORT_FLAGS = 0b1101
const FORCED = 1
const INVALID = 22
const OPTION_MAGIC = 0x49484156454f5054n
const OPTION_REPLY_MAGIC = 0x3e889045565a9n
const REQUEST_MAGIC = 0x25609513
const REPLY_MAGIC = 0x67446698

/**
 * Serves it to one machine after another at a Unix socket, until it is closed. `hasPower` is asked before each request
 * is done; once it says no, that one and all after it are neither done nor answered.
 */
export function serveDisk(
  disk: VolatileDisk,
  socketPath: string,
  hasPower: () => boolean,
): Promise<{ close: () => void }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    talk(disk, socket, hasPower).catch(() => socket.destroy())
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, () => resolve({ close: () => void server.close() }))
  })
}

async function talk(disk: VolatileDisk, socket: Socket, hasPower: () => boolean): Promise<void> {
  const read = reader(socket)
  if (await negotiate(disk, socket, read)) await transmit(disk, socket, read, hasPower)
  socket.end()
}

type Read = (bytes: number) => Promise<Buffer>

/** Reads so many bytes; throws at the end of the line, which is the end of the machine. */
function reader(socket: Socket): Read {
  const parts = socket[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  return async (bytes) => {
    const got = [rest]
    let length = rest.length
    while (length < bytes) {
      const next = await parts.next()
      if (next.done === true) throw new Error('the machine is gone')
      got.push(next.value)
      length += next.value.length
    }
    const all = got.length === 1 ? rest : Buffer.concat(got)
    rest = all.subarray(bytes)
    return all.subarray(0, bytes)
  }
}

function exportOf(disk: VolatileDisk): Buffer {
  const size = Buffer.alloc(10)
  size.writeBigUInt64BE(BigInt(disk.size))
  size.writeUInt16BE(EXPORT_FLAGS, 8)
  return size
}

/** True once the machine wants to read and write. */
async function negotiate(disk: VolatileDisk, socket: Socket, read: Read): Promise<boolean> {
  // Fixed newstyle, and no padding with zeroes.
  socket.write(Buffer.concat([Buffer.from('NBDMAGICIHAVEOPT'), Buffer.from([0, 3])]))
  await read(4)
  for (;;) {
    const head = await read(16)
    if (head.readBigUInt64BE() !== OPTION_MAGIC) throw new Error('this is no client of a network block device')
    const option = head.readUInt32BE(8)
    await read(head.readUInt32BE(12))
    const reply = (type: number, data: Buffer = Buffer.alloc(0)) => {
      const answer = Buffer.alloc(20)
      answer.writeBigUInt64BE(OPTION_REPLY_MAGIC)
      answer.writeUInt32BE(option, 8)
      answer.writeUInt32BE(type, 12)
      answer.writeUInt32BE(data.length, 16)
      socket.write(Buffer.concat([answer, data]))
    }
    if (option === OPTION.exportName) {
      socket.write(exportOf(disk))
      return true
    }
    if (option === OPTION.abort) {
      reply(REPLY.ack)
      return false
    }
    if (option === OPTION.info || option === OPTION.go) {
      reply(REPLY.info, Buffer.concat([Buffer.from([0, 0]), exportOf(disk)]))
      reply(REPLY.ack)
      if (option === OPTION.go) return true
    } else reply(REPLY.unsupported)
  }
}

async function transmit(disk: VolatileDisk, socket: Socket, read: Read, hasPower: () => boolean): Promise<void> {
  for (;;) {
    const request = await read(28)
    if (request.readUInt32BE() !== REQUEST_MAGIC) throw new Error('this is no request')
    const [flags, command] = [request.readUInt16BE(4), request.readUInt16BE(6)]
    const [offset, length] = [Number(request.readBigUInt64BE(16)), request.readUInt32BE(24)]
    if (command === COMMAND.disconnect) return
    const data = command === COMMAND.write ? await read(length) : undefined
    if (!hasPower()) throw new Error('the power is gone')
    const reply = Buffer.alloc(16)
    reply.writeUInt32BE(REPLY_MAGIC)
    request.copy(reply, 8, 8, 16)
    let answer: Buffer[] = [reply]
    if (offset + length > disk.size) reply.writeUInt32BE(INVALID, 4)
    else if (command === COMMAND.read) answer = [reply, disk.read(offset, length)]
    else if (data) {
      disk.write(offset, data)
      if ((flags & FORCED) !== 0) disk.flush()
    } else if (command === COMMAND.flush) disk.flush()
    else reply.writeUInt32BE(INVALID, 4)
    socket.write(Buffer.concat(answer))
  }
}
