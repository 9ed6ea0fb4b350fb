import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
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
 * Copies the files under `from` that `to` does not have; answers how many files were seen. A stored file is named after its
 * content, so one that is there already is the same. One that retention deletes meanwhile is left out, and so is what is
 * still coming in.
 */
export function copyNewFiles(from: string, to: string): number {
  let seen = 0
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (name.startsWith(`incoming${path.sep}`)) continue
    if (copyNewFile(path.join(from, name), path.join(to, name))) seen += 1
  }
  return seen
}

/** Whole or not at all: a file under its final name is complete and on the disk. */
function copyNewFile(source: string, target: string): boolean {
  try {
    if (!statSync(source).isFile()) return false
    if (existsSync(target)) return true
    const draft = `${target}.copying`
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
    copyFileSync(source, draft)
    syncToDisk(draft)
    renameSync(draft, target)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
