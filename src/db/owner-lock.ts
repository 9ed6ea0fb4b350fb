import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Locked } from './lock.ts'

/** Trunkline's own number among PostgreSQL's advisory locks of a database: "trunklin" in ASCII, cut to 63 bits. */
const LOCK_ID = '8390891584390195566'
const AGAIN_MS = 1_000
/** A process that was killed a moment ago still holds its lock until the server sees its connection closed. */
const FIRST_TRIES = 20
const FIRST_TRY_EVERY_MS = 250
/** Lets the server notice within half a minute that a machine is gone, and give the lock up. */
const KEEP_ALIVE =
  'set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3'

export interface OwnerLockOptions {
  readonly url: string
  /** Another process took the database over while ours had no connection: this one must end. */
  lost(): void
}

/**
 * Makes this process the only gateway on a PostgreSQL database: each channel's rate is kept by one process, so two would
 * send at twice the rate. The lock is a session's: it goes with its connection, however the process ends. When the
 * connection breaks it is taken again as soon as the database is back.
 */
export async function lockDatabase({ url, lost }: OwnerLockOptions): Promise<Locked> {
  const { default: driver } = await import('pg')
  let client: pg.Client | undefined
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
    await fresh.query(KEEP_ALIVE)
    const { rows } = await fresh.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      LOCK_ID,
    ])
    if (!rows[0]?.taken) {
      await fresh.end()
      return false
    }
    client = fresh
    fresh.once('end', retake)
    return true
  }

  function retake(): void {
    if (released) return
    timer = setTimeout(() => {
      take().then(
        (taken) => {
          if (!taken && !released) lost()
        },
        () => retake(),
      )
    }, AGAIN_MS)
  }

  for (let tries = 1; !(await take()); tries++) {
    if (tries === FIRST_TRIES) {
      return {
        ok: false,
        problem:
          'Another gateway uses this PostgreSQL database. Stop it first: one database serves one process.',
      }
    }
    await sleep(FIRST_TRY_EVERY_MS)
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
