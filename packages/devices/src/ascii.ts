export const DIGIT_0 = 0x30
const DIGIT_9 = 0x39

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= DIGIT_0 && byte <= DIGIT_9
export const areDigits = (bytes: Uint8Array): boolean => bytes.length > 0 && bytes.every(isDigit)

/**
 * Bytes that stay where they are, so that zeroing them is the end of them. V8 keeps an array of up to 64 bytes among its
 * own objects, copies it elsewhere when it collects or when a first view of it is made, and leaves what stood there; a
 * buffer of its own is never moved. Whatever may hold a card's digits is made here (`docs/decisions/0014`).
 */
export const zeroable = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(new ArrayBuffer(length))

/** Byte by byte: a move of many goes through the vector registers and stays in them. */
export function zeroableCopy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = zeroable(bytes.length)
  for (let at = 0; at < bytes.length; at++) copy[at] = bytes[at] ?? 0
  return copy
}

/** Bytes as characters, each one of its own value. Only for what the payment-card guard has let pass: strings cannot be zeroed. */
export function textOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** Characters as bytes; those above FF become question marks. */
export const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text, (each) => (each.charCodeAt(0) < 0x100 ? each.charCodeAt(0) : 0x3f))
