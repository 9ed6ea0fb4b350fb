import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Locked } from './lock.ts'

/** Trunkline's own number among PostgreSQL's advisory locks of a database: "trunklin" in ASCII, cut to 63 bits. */
const LOCK_ID = '8390891584390195566'
const RECONNECT_MS = 1_000
/** A process that was killed a moment ago still holds its lock until the server sees its connection closed. */
const TRIES = 20
const TRY_EVERY_MS = 250
/** Lets the server notice within half a minute that a machine is gone, and give the lock up. */
const KEEP_ALIVE =
  'set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3'
/** Ends the session with this process id of the server's where it still holds our lock. */
const END_FORMER = `
  select pg_terminate_backend(pid) from pg_locks
  where pid = $2 and locktype = 'advisory' and (classid::bigint << 32 | objid::bigint) = $1
    and database = (select oid from pg_database where datname = current_database())`

export interface OwnerLockOptions {
  readonly url: string
  /** Another process took the database over while ours had no connection: this one must end. */
  lost(): void
}

/**
 * Makes this process the only gateway on a PostgreSQL database: each channel's rate is kept by one process, so two would
 * send at twice the rate. The lock is a session's: it goes with its connection, however the process ends. When the
 * connection breaks it is taken again as soon as the database is back, from this process's own former session too: after
 * a network cut the server may believe in that one for long.
 */
export async function lockDatabase({ url, lost }: OwnerLockOptions): Promise<Locked> {
  const { default: driver } = await import('pg')
  let client: pg.Client | undefined
  /** The server's process of the session that holds the lock, or held it before the connection broke. */
  let sessionPid: number | undefined
  let released = false
  let timer: NodeJS.Timeout | undefined

  async function take(): Promise<boolean> {
    const fresh = new driver.Client({
      connectionString: url,
      application_name: 'trunkline-owner',
      keepAlive: true,
    })
    // Told of the break by `end`, which comes in any case.
    fresh.on('error', () => {})
    await fresh.connect()
    try {
      return await claim(fresh)
    } catch (error) {
      void fresh.end().catch(() => {})
      throw error
    }
  }

  async function claim(fresh: pg.Client): Promise<boolean> {
    await fresh.query(KEEP_ALIVE)
    if (sessionPid !== undefined) await fresh.query(END_FORMER, [LOCK_ID, sessionPid])
    const { rows } = await fresh.query<{ taken: boolean; pid: number }>(
      'select pg_try_advisory_lock($1) as taken, pg_backend_pid() as pid',
      [LOCK_ID],
    )
    if (!rows[0]?.taken) {
      await fresh.end()
      return false
    }
    client = fresh
    sessionPid = rows[0].pid
    fresh.once('end', retake)
    if (released) await fresh.end()
    return true
  }

  async function takeInTime(): Promise<boolean> {
    for (let tries = 1; !(await take()); tries++) {
      if (tries === TRIES || released) return false
      await sleep(TRY_EVERY_MS)
    }
    return true
  }

  function retake(): void {
    if (released) return
    timer = setTimeout(() => {
      takeInTime().then(
        (taken) => {
          if (!taken && !released) lost()
        },
        () => retake(),
      )
    }, RECONNECT_MS)
  }

  if (!(await takeInTime())) {
    return {
      ok: false,
      problem:
        'Another gateway uses this PostgreSQL database. Stop it first: one database serves one process.',
    }
  }
  return {
    ok: true,
    release() {
      released = true
      clearTimeout(timer)
      void client?.end().catch(() => {})
    },
  }
}
