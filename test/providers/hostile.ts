import { randomInt } from 'node:crypto'

const bytes = (text: string) => Buffer.from(text)

/** Bodies that no vendor sends, by name. */
export const hostileBodies: readonly (readonly [string, Buffer])[] = [
  ['nothing', bytes('')],
  ['null', bytes('null')],
  ['a number', bytes('1e999')],
  ['a bare string', bytes('"data"')],
  ['an empty array', bytes('[]')],
  ['an empty object', bytes('{}')],
  ['a byte order mark alone', Buffer.from('efbbbf', 'hex')],
  ['NUL bytes', Buffer.alloc(100)],
  ['invalid UTF-8', Buffer.from('7b2261223a22fffe227d', 'hex')],
  ['an overlong encoding', Buffer.from('7b2261223a22c080227d', 'hex')],
  ['UTF-16', Buffer.from('{"data":{}}', 'utf16le')],
  ['half of JSON', bytes('{"data":{"event_type":"message.received","payload":{"id":"')],
  ['10 MB of nested arrays', Buffer.alloc(10_000_000, '[')],
  ['10 MB of nested objects', bytes('{"a":'.repeat(2_000_000))],
  ['nesting behind quotes and escapes', bytes(`{"a\\"":"\\\\","b":${'['.repeat(33)}${']'.repeat(33)}}`)],
  ['100,000 keys', bytes(`{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":1`).join()}}`)],
  ['prototype keys alone', bytes('{"__proto__":{"data":{}},"constructor":{"prototype":{"data":{}}}}')],
  ['the words of an object', bytes('{"data":"toString"}')],
  ['a gzip stream', Buffer.from('1f8b0800000000000003', 'hex')],
  ['HTML', bytes('<!doctype html><p>Hello')],
]

const splinters = [
  'null',
  '0',
  '-1',
  '1e400',
  '""',
  '[]',
  '{}',
  '"\\u0000"',
  '"\\ud800"',
  'true',
  '"__proto__"',
  ' ',
]

/** A body with one to five random changes: bytes flipped, cut, doubled, or swapped for another JSON value. */
export function mutate(body: Uint8Array): Buffer {
  let changed: Buffer = Buffer.from(body)
  for (let i = randomInt(1, 6); i > 0; i--) {
    const at = randomInt(changed.length + 1)
    const end = Math.min(changed.length, at + randomInt(20))
    const before = changed.subarray(0, at)
    const after = changed.subarray(end)
    switch (randomInt(5)) {
      case 0:
        if (at < changed.length) changed[at] = randomInt(256)
        break
      case 1:
        changed = Buffer.concat([before, after])
        break
      case 2:
        changed = Buffer.concat([changed.subarray(0, end), changed.subarray(at)])
        break
      default:
        changed = swapValue(changed)
    }
  }
  return changed
}

/** Puts a splinter in the place of one of the body's values. */
function swapValue(body: Buffer): Buffer {
  const colons = [...body.keys()].filter((i) => body[i] === 0x3a)
  const at = colons[randomInt(Math.max(colons.length, 1))]
  if (at === undefined) return body
  const rest = body.subarray(at + 1).toString('latin1')
  const value = /^\s*("(?:[^"\\]|\\.)*"|[\w.+-]+|\[[^\]]*\]|\{[^}]*\})/.exec(rest)?.[0] ?? ''
  return Buffer.concat([
    body.subarray(0, at + 1),
    bytes(splinters[randomInt(splinters.length)]!),
    body.subarray(at + 1 + value.length),
  ])
}
