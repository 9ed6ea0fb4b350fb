import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import type { DataPaths } from '../../config/data-paths.ts'
import { CliProblem } from '../problem.ts'
import { copyNewFiles, sha256File, syncToDisk } from './files.ts'
import { inspectDatabase } from './inspect-database.ts'
import { backupFiles, type Manifest } from './manifest.ts'

export interface BackupOptions {
  readonly paths: DataPaths
  /** Must not exist yet, or be empty. */
  readonly target: string
  readonly withMedia: boolean
  readonly version: string
}

/**
 * Copies the SQLite database, as it is at one moment, into a new directory, while the gateway runs or not. The copy is one
 * read transaction (`VACUUM INTO`): writers go on meanwhile and cannot make it start again, as they can with SQLite's
 * page-by-page backup. The copy is checked before it gets its name; the secret key is not part of it.
 */
export async function backUp({ paths, target, withMedia, version }: BackupOptions): Promise<Manifest> {
  if (!existsSync(paths.database)) throw new CliProblem(`There is no database at ${paths.database}.`)
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new CliProblem(`${target} is there already. A backup never overwrites; give another name.`)
  }
  const draft = `${target}.unfinished`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  const database = path.join(draft, backupFiles.database)
  copyDatabase(paths.database, database)
  const mediaFiles =
    withMedia && existsSync(paths.media) ? copyNewFiles(paths.media, path.join(draft, backupFiles.media)) : 0
  const manifest: Manifest = {
    format: 1,
    trunkline: version,
    made_at: new Date().toISOString(),
    database_bytes: statSync(database).size,
    database_sha256: await sha256File(database),
    media_files: withMedia ? mediaFiles : null,
  }
  const manifestFile = path.join(draft, backupFiles.manifest)
  writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`)
  for (const file of [database, manifestFile, draft]) syncToDisk(file)
  renameSync(draft, target)
  return manifest
}

function copyDatabase(from: string, to: string): void {
  const source = new Database(from, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    source.prepare('vacuum into ?').run(to)
  } finally {
    source.close()
  }
  chmodSync(to, 0o600)
  const { integrity } = inspectDatabase(to)
  if (integrity !== 'ok') throw new CliProblem(`The copy of the database is damaged: ${integrity}.`)
}
