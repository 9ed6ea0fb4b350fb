import type { Transform } from 'node:stream'
import { promisify } from 'node:util'
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzip,
  inflate,
} from 'node:zlib'
import { NetError } from './errors.ts'

const codings = {
  gzip: { whole: promisify(gunzip), stream: createGunzip },
  'x-gzip': { whole: promisify(gunzip), stream: createGunzip },
  deflate: { whole: promisify(inflate), stream: createInflate },
  br: { whole: promisify(brotliDecompress), stream: createBrotliDecompress },
} as const

/** Unpacks a body sent with a Content-Encoding, to at most `maxBytes`. Throws `NetError`: too_large, bad_answer. */
export async function decode(
  body: Uint8Array,
  encoding: string,
  maxBytes: number,
  host: string,
): Promise<Uint8Array> {
  const coding = codingOf(encoding, host)
  if (!coding) return body
  try {
    return await coding.whole(body, { maxOutputLength: maxBytes })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new NetError('too_large', `The answer of ${host} unpacks to more than ${maxBytes} bytes.`)
    }
    throw undecodable(host)
  }
}

/** A stream that unpacks such a body; undefined where there is nothing to unpack. The reader counts what comes out. */
export function decoder(encoding: string | undefined, host: string): Transform | undefined {
  return codingOf(encoding ?? 'identity', host)?.stream()
}

export function undecodable(host: string): NetError {
  return new NetError('bad_answer', `The answer of ${host} is packed in a way that cannot be unpacked.`)
}

function codingOf(encoding: string, host: string) {
  const name = encoding.trim().toLowerCase()
  if (name === 'identity') return undefined
  if (!Object.hasOwn(codings, name)) throw undecodable(host)
  return codings[name as keyof typeof codings]
}
