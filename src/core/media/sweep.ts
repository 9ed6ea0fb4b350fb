import { randomUUID } from 'node:crypto'
import { opendir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isFileHash } from './files.ts'

/** How long a file may be younger than its row: uploads under way and rows not yet committed. */
const graceMs = 60 * 60 * 1000

export interface Swept {
  readonly files: number
  readonly bytes: number
}

/**
 * Removes the files under `<dataDir>/media` that no row refers to, and what broken writes left behind. Files younger than
 * an hour stay. `isReferred` is asked for one file at a time.
 */
export async function sweepMedia(
  dataDir: string,
  isReferred: (sha256: string) => boolean | Promise<boolean>,
  now: number,
): Promise<Swept> {
  const root = join(dataDir, 'media')
  const isYoung = async (path: string) => {
    const info = await stat(path).catch(() => undefined)
    return !info || now - info.mtimeMs < graceMs
  }
  const swept = { files: 0, bytes: 0 }
  for await (const entry of await opendir(root, { recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || (await isYoung(path))) continue
    const isLeftover = basename(entry.parentPath) === 'incoming'
    if (!isLeftover && (!isFileHash(entry.name) || (await isReferred(entry.name)))) continue
    // The same file may be written anew while its row was asked for. So it is put aside first and looked at again.
    const aside = join(root, 'incoming', randomUUID())
    await rename(path, aside)
    if (await isYoung(aside)) {
      await rename(aside, path)
      continue
    }
    swept.bytes += (await stat(aside)).size
    swept.files++
    await rm(aside)
  }
  return swept
}
