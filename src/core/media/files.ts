import { open } from 'node:fs/promises'

/** True of a name that the store gives: 64 lower-case hex digits. */
export function isFileHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** Makes renames and new names in a folder last. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
