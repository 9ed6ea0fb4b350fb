import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { CliProblem } from '../problem.ts'

/** What a backup directory holds. */
export const backupFiles = { database: 'trunkline.db', media: 'media', manifest: 'manifest.json' } as const

const manifest = z.object({
  format: z.literal(1),
  /** Version that made the backup. */
  trunkline: z.string(),
  made_at: z.iso.datetime(),
  database_bytes: z.int().nonnegative(),
  /** Lower-case hex. */
  database_sha256: z.string().length(64),
  /** Null where the files of messages were not asked for. */
  media_files: z.int().nonnegative().nullable(),
})
export type Manifest = z.infer<typeof manifest>

export function readManifest(directory: string): Manifest {
  const file = path.join(directory, backupFiles.manifest)
  try {
    return manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new CliProblem(
      missing ? `${directory} is not a backup: it has no manifest.json.` : `${file} is damaged.`,
    )
  }
}
