import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'

export type Locked = { readonly ok: true; release(): void } | { readonly ok: false; readonly problem: string }

/**
 * Makes this process the only one that uses the data directory. The lock is a transaction held open on `lock.db`: the
 * operating system gives it back however the process ends, kill -9 and power cuts included, so nothing has to be cleaned up.
 */
export function lockDataDir(dataDir: string): Locked {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return lockIn(dataDir)
  } catch (error) {
    const problem = `The data directory ${dataDir} cannot be used (${error instanceof Error ? error.message : error}). Let this user write there, or set TRUNKLINE_DATA_DIR.`
    return { ok: false, problem }
  }
}

function lockIn(dataDir: string): Locked {
  const pidFile = path.join(dataDir, 'gateway.pid')
  const database = new Database(path.join(dataDir, 'lock.db'), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
    writeFileSync(pidFile, `${process.pid}\n`)
  } catch (error) {
    database.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    return { ok: false, problem: `Another process${holder(pidFile)} uses the data directory ${dataDir}.` }
  }
  return { ok: true, release: () => database.close() }
}

/** Only for the message: the lock itself is what counts. */
function holder(pidFile: string): string {
  try {
    return ` (pid ${readFileSync(pidFile, 'utf8').trim()})`
  } catch {
    return ''
  }
}
