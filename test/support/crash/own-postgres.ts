import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startPostgres } from '../../../scripts/lib/postgres.mjs'
import { ensurePostgres } from '../../../scripts/lib/system-packages.mjs'
import type { TestDatabase } from '../database.ts'

/** A PostgreSQL server of a test's own, which may be stopped the hard way. */
export interface OwnPostgres extends TestDatabase {
  /** As `pg_ctl stop -m immediate`: no session is ended in order, the next start recovers. */
  stopImmediately(): Promise<void>
  /** Starts it again on the same data and port; does not wait until it takes connections. */
  startAgain(): void
}

export async function ownPostgres(): Promise<OwnPostgres> {
  const binaries = await ensurePostgres()
  const server = await startPostgres(binaries)
  const folder = await dataDirectory(server.url)
  const { uid, gid } = statSync(folder)
  const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-own-'))
  let again: ReturnType<typeof spawn> | undefined

  async function end(signal: NodeJS.Signals): Promise<void> {
    const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, signal)
    if (again) {
      if (again.exitCode === null && again.signalCode === null) await once(again, 'exit')
    } else while (isAlive(pid)) await sleep(20)
  }

  return {
    kind: 'postgres',
    url: server.url,
    dataDir,
    stopImmediately: () => end('SIGQUIT'),
    startAgain() {
      const flags = ['-D', folder, '-p', new URL(server.url).port]
      for (const setting of ['listen_addresses=127.0.0.1', 'unix_socket_directories='])
        flags.push('-c', setting)
      const root = process.getuid?.() === 0
      again = spawn(join(binaries, 'postgres'), flags, {
        cwd: folder,
        stdio: 'ignore',
        ...(root ? { uid, gid } : {}),
      })
    },
    async drop() {
      if (again) await end('SIGINT')
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function dataDirectory(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ data_directory: string }>('show data_directory')
  await client.end()
  return rows[0]?.data_directory ?? ''
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
