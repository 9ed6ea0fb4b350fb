import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { type DataPaths, dataPaths } from '../../config/data-paths.ts'
import { lockDataDir } from '../../db/lock.ts'
import { CliProblem } from '../problem.ts'
import { copyNewFiles, sha256File, syncToDisk } from './files.ts'
import { type DatabaseFacts, inspectDatabase } from './inspect-database.ts'
import { backupFiles, readManifest } from './manifest.ts'

export interface RestoreOptions {
  readonly source: string
  readonly dataDir: string
  /** Names of the migrations that this version knows. */
  readonly knownMigrations: readonly string[]
}

export interface Restored {
  readonly facts: DatabaseFacts
  /** Where the database that was there before lies now. */
  readonly setAside: string | undefined
}

/**
 * Puts a backup in place of the database. Refuses while a gateway uses the data directory, and a backup that is damaged or
 * was made by a newer version. A crash on the way leaves the old database or the new one, never neither.
 */
export async function restore({ source, dataDir, knownMigrations }: RestoreOptions): Promise<Restored> {
  const facts = await checkBackup(source, knownMigrations)
  const lock = lockDataDir(dataDir)
  if (!lock.ok) throw new CliProblem(`${lock.problem} Stop the gateway first.`)
  try {
    const paths = dataPaths(dataDir)
    const media = path.join(source, backupFiles.media)
    if (existsSync(media)) copyNewFiles(media, paths.media)
    const incoming = `${paths.database}.restoring`
    copyFileSync(path.join(source, backupFiles.database), incoming)
    syncToDisk(incoming)
    const setAside = existsSync(paths.database) ? keepOldDatabase(paths) : undefined
    renameSync(incoming, paths.database)
    syncToDisk(dataDir)
    return { facts, setAside }
  } finally {
    lock.release()
  }
}

async function checkBackup(source: string, knownMigrations: readonly string[]): Promise<DatabaseFacts> {
  const manifest = readManifest(source)
  const file = path.join(source, backupFiles.database)
  if (!existsSync(file)) throw new CliProblem(`${source} has no ${backupFiles.database}.`)
  if ((await sha256File(file)) !== manifest.database_sha256) {
    throw new CliProblem(`${file} is not what was backed up: its checksum differs from the manifest.`)
  }
  const facts = inspectDatabase(file)
  if (facts.integrity !== 'ok') throw new CliProblem(`${file} is damaged: ${facts.integrity}.`)
  if (facts.migrations.some((name) => !knownMigrations.includes(name))) {
    throw new CliProblem(
      `The backup was made by a newer version of Trunkline (${manifest.trunkline}). Install that one first.`,
    )
  }
  return facts
}

/** A second name for the old file in a directory of its own; it keeps its first name until the new one replaces it. */
function keepOldDatabase({ database }: DataPaths): string {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-')
  const directory = path.join(path.dirname(database), `before-restore-${stamp}`)
  mkdirSync(directory, { mode: 0o700 })
  foldLogIn(database)
  const name = path.basename(database)
  linkSync(database, path.join(directory, name))
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(database + suffix)) renameSync(database + suffix, path.join(directory, name + suffix))
  }
  return directory
}

/** Brings what still stands in the write-ahead log into the main file. A file too damaged for that is kept as it is, log and all. */
function foldLogIn(file: string): void {
  try {
    const old = new Database(file)
    old.pragma('wal_checkpoint(TRUNCATE)')
    old.close()
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
  }
}
