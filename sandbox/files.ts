import { createHash, randomBytes } from 'node:crypto'
import type { HandsetFile } from '../src/contract/sandbox.ts'

export interface KeptFile {
  readonly id: string
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
  readonly sha256: string
}

export const largestFileBytes = 100_000_000
const keptBytes = 400_000_000

/** Pictures of handsets, and files fetched from the gateway: in memory, the oldest dropped first. */
export class Files {
  readonly #files = new Map<string, KeptFile>()
  #bytes = 0

  keep(bytes: Uint8Array, contentType: string, name: string): KeptFile {
    const id = randomBytes(16).toString('hex')
    const file = { id, name, contentType, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
    this.#files.set(id, file)
    this.#bytes += bytes.byteLength
    for (const old of this.#files.values()) {
      if (this.#bytes <= keptBytes) break
      this.#files.delete(old.id)
      this.#bytes -= old.bytes.byteLength
    }
    return file
  }

  get(id: string): KeptFile | undefined {
    return this.#files.get(id)
  }
}

/** A kept file as the vendors see it, at its address in the sandbox. */
export function handsetFile({ id, name, contentType, sha256, bytes }: KeptFile, url: string): HandsetFile {
  return { id, name, url: `${url}/files/${id}`, contentType, sha256, bytes: bytes.byteLength, data: bytes }
}

/** Fetches a file as a carrier would: by its URL alone, within its size limit. Throws with a sentence. */
export async function fetchFile(
  url: string,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; contentType: string }> {
  const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) })
  if (!answer.ok || !answer.body) throw new Error(`answered ${answer.status}`)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body) {
    size += part.byteLength
    if (size > largestFileBytes) throw new Error('larger than 100 MB')
    parts.push(part)
  }
  const contentType = answer.headers.get('content-type') ?? 'application/octet-stream'
  return { bytes: Buffer.concat(parts), contentType }
}
