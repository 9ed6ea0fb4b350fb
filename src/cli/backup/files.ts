import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

/** SHA-256 of a file, lower-case hex. */
export async function sha256File(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Makes sure that a file, or the names in a directory, survive a power cut. */
export function syncToDisk(file: string): void {
  const fd = openSync(file, 'r')
  fsyncSync(fd)
  closeSync(fd)
}

/**
 * Copies the files under `from` that `to` does not have; answers how many files were seen. A stored file never changes,
 * so one that is there already is the same. One that retention deletes meanwhile is left out.
 */
export function copyNewFiles(from: string, to: string): number {
  let seen = 0
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (copyNewFile(path.join(from, name), path.join(to, name))) seen += 1
  }
  return seen
}

function copyNewFile(source: string, target: string): boolean {
  try {
    if (!statSync(source).isFile()) return false
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
    copyFileSync(source, target, constants.COPYFILE_EXCL)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return false
    if (code !== 'EEXIST') throw error
  }
  return true
}
