import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { Problem } from '../../contract/problems.ts'
import { isFileHash, syncFolder } from './files.ts'

export interface StoredFile {
  /** Lower-case hex; the name the file is kept under. */
  readonly sha256: string
  readonly bytes: number
}

/** First and last byte, both counted from 0 and both within the file. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/** The files of messages, kept under the hash of their content: the same file is kept once, and never changes. */
export interface MediaStore {
  /**
   * Keeps a file and resolves when it would survive a power cut. Nothing is kept where `chunks` ends with an error, or is
   * longer than `maxBytes` (`Problem` body_too_large).
   */
  write(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredFile>
  /** Size in bytes; undefined where no such file is kept. */
  sizeOf(sha256: string): Promise<number | undefined>
  /** Streams a file or a part of it. The stream fails where the file is not kept. */
  read(sha256: string, range?: ByteRange): Readable
  /** A whole file in memory. Rejects where the file is not kept. */
  readWhole(sha256: string): Promise<Uint8Array>
  /** Where the file lies, for readers that need a path. Throws on a text that is no SHA-256. */
  pathOf(sha256: string): string
  remove(sha256: string): Promise<void>
}

/** Opens the store in `<dataDir>/media`; makes the folder where it is missing. */
export async function openMediaStore(dataDir: string): Promise<MediaStore> {
  const root = join(dataDir, 'media')
  const incoming = join(root, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })

  function pathOf(sha256: string): string {
    if (!isFileHash(sha256)) throw new Error('Not the name of a stored file.')
    return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  }

  async function write(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredFile> {
    const temporary = join(incoming, randomUUID())
    const file = await open(temporary, 'wx', 0o600)
    try {
      const stored = await copy(chunks, file, maxBytes)
      await file.sync()
      await file.close()
      await moveIn(temporary, pathOf(stored.sha256))
      return stored
    } catch (error) {
      await file.close().catch(() => {})
      await rm(temporary, { force: true })
      throw error
    }
  }

  /** A rename is whole or not at all; it lasts once the folders on the way are on the disk too. */
  async function moveIn(temporary: string, target: string): Promise<void> {
    const folder = dirname(target)
    const made = await mkdir(folder, { recursive: true, mode: 0o700 })
    await rename(temporary, target)
    await syncFolder(folder)
    if (made) {
      await syncFolder(dirname(folder))
      await syncFolder(root)
    }
  }

  return {
    write,
    pathOf,
    read: (sha256, range) =>
      createReadStream(pathOf(sha256), range ? { start: range.first, end: range.last } : undefined),
    readWhole: async (sha256) => readFile(pathOf(sha256)),
    async sizeOf(sha256) {
      return (await stat(pathOf(sha256)).catch(() => undefined))?.size
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
  }
}

async function copy(
  chunks: AsyncIterable<Uint8Array>,
  file: FileHandle,
  maxBytes: number,
): Promise<StoredFile> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Problem('body_too_large', `The file is larger than ${maxBytes} bytes.`)
    hash.update(chunk)
    await file.writeFile(chunk)
  }
  return { sha256: hash.digest('hex'), bytes }
}
