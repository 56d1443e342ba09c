import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

const DIRECTORY = 0o040755
const REGULAR = 0o100000
const LINK = 0o120777
const CHARACTER_DEVICE = 0o020000

/**
 * Writes an archive that the Linux kernel unpacks into its first file system: cpio in the `newc` format.
 *
 * Each entry is a header of 110 ASCII characters, `070701` and thirteen numbers of eight hexadecimal digits (inode,
 * mode, uid, gid, links, mtime, size, device major and minor, rdev major and minor, length of the name with its NUL,
 * checksum), then the name, then the data, both padded to a multiple of four bytes. An entry named `TRAILER!!!` ends
 * it. Source: Documentation/driver-api/early-userspace/buffer-format.rst in the kernel's tree. All belongs to root, and
 * every time is 0: the same files make the same archive.
 */
export class Cpio {
  readonly #file: number
  readonly #folders = new Set(['.', '/', ''])
  #position = 0
  #inode = 0

  constructor(path: string) {
    this.#file = openSync(path, 'w')
  }

  /** A folder; those above it come by themselves. */
  folder(name: string): void {
    if (this.#folders.has(name)) return
    this.folder(dirname(name))
    this.#folders.add(name)
    this.#entry(name, DIRECTORY)
  }

  /** A file with these bytes. `permissions` as in `chmod`. */
  file(name: string, data: Uint8Array | string, permissions = 0o644): void {
    this.folder(dirname(name))
    this.#entry(name, REGULAR | permissions, typeof data === 'string' ? Buffer.from(data) : data)
  }

  link(name: string, target: string): void {
    this.folder(dirname(name))
    this.#entry(name, LINK, Buffer.from(target))
  }

  device(name: string, permissions: number, major: number, minor: number): void {
    this.folder(dirname(name))
    this.#entry(name, CHARACTER_DEVICE | permissions, undefined, [major, minor])
  }

  /**
   * A file or folder of this machine, with all that is in it that `wanted` lets pass. Links are followed. `read` gives
   * the bytes of a file.
   */
  copy(
    from: string,
    name: string,
    wanted: (path: string) => boolean = () => true,
    read: (path: string) => Uint8Array | string = (path) => readFileSync(path),
  ): void {
    if (!statSync(from).isDirectory()) {
      const executable = (statSync(from).mode & 0o100) !== 0
      return this.file(name, read(from), executable ? 0o755 : 0o644)
    }
    this.folder(name)
    for (const inside of readdirSync(from).toSorted())
      if (wanted(join(from, inside))) this.copy(join(from, inside), join(name, inside), wanted, read)
  }

  close(): void {
    this.#entry('TRAILER!!!', 0)
    closeSync(this.#file)
  }

  #entry(name: string, mode: number, data: Uint8Array = new Uint8Array(), rdev: [number, number] = [0, 0]): void {
    const bytes = Buffer.from(`${name}\0`)
    const numbers = [++this.#inode, mode, 0, 0, 1, 0, data.length, 0, 0, ...rdev, bytes.length, 0]
    this.#write(Buffer.from(`070701${numbers.map((each) => each.toString(16).padStart(8, '0')).join('')}`))
    this.#write(bytes)
    this.#pad()
    this.#write(data)
    this.#pad()
  }

  #pad(): void {
    this.#write(new Uint8Array((4 - (this.#position % 4)) % 4))
  }

  #write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written)
    this.#position += bytes.length
  }
}
