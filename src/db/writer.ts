import { type Kysely, sql } from 'kysely'
import { isBusy, isStorageFailure } from './errors.ts'
import type { Trx } from './store.ts'
import type { Tables } from './tables/all.ts'

/**
 * Runs `job` in a transaction and answers after its commit. Rejects with the job's own error when the job throws
 * (its changes are undone, other jobs are not touched), or with `StorageUnavailable` when the database could not commit.
 * A job talks to the database and to nothing else: the network inside a transaction would stop every writer.
 */
export type Write = <T>(job: (trx: Trx) => Promise<T>) => Promise<T>

/** Told of each commit that was tried. Must not throw. */
export interface WriterListener {
  committed(jobs: number, milliseconds: number): void
  /** The database took nothing. */
  refused(error: unknown): void
}

/** The database did not take a write: full, locked or out of reach. The caller may try again. */
export class StorageUnavailable extends Error {
  constructor(cause: unknown) {
    super('the database did not commit', { cause })
    this.name = 'StorageUnavailable'
  }
}

interface Job {
  readonly run: (trx: Trx) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: unknown }

/** Bounds the time one commit holds the others up. */
const JOBS_PER_COMMIT = 200
const BUSY_RETRIES = 40
const BUSY_WAIT_MS = 25

/**
 * The one door for writes. Jobs that arrive while a commit is under way, or in the same turn of the event loop, share the
 * next commit: one fsync for all of them. Each stands in a savepoint of its own, so that one that fails spoils no other.
 */
export function createWriter(
  db: Kysely<Tables>,
  listener?: WriterListener,
): { readonly write: Write; idle(): Promise<void> } {
  let waiting: Job[] = []
  let pump: Promise<void> | undefined

  const write: Write = (job) =>
    new Promise((resolve, reject) => {
      waiting.push({ run: job, resolve: resolve as (value: unknown) => void, reject })
      pump ??= endOfTurn().then(drain)
    })

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const jobs = waiting.slice(0, JOBS_PER_COMMIT)
      waiting = waiting.slice(JOBS_PER_COMMIT)
      await commit(db, jobs, listener)
    }
    pump = undefined
  }

  return {
    write,
    async idle() {
      while (pump !== undefined) await pump
    },
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function commit(
  db: Kysely<Tables>,
  jobs: readonly Job[],
  listener: WriterListener | undefined,
): Promise<void> {
  const started = performance.now()
  let outcomes: Outcome[]
  try {
    outcomes = await withRetryWhileBusy(() => db.transaction().execute((trx) => runAll(trx, jobs)))
  } catch (error) {
    // With a single job there is no savepoint: its own error ended the transaction and is the caller's to see.
    const isOwnError = jobs.length === 1 && !isStorageFailure(error)
    if (!isOwnError) listener?.refused(error)
    const reason = isOwnError ? error : new StorageUnavailable(error)
    for (const job of jobs) job.reject(reason)
    return
  }
  listener?.committed(jobs.length, performance.now() - started)
  outcomes.forEach((outcome, i) => {
    const job = jobs[i]
    if (outcome.ok) job?.resolve(outcome.value)
    else job?.reject(outcome.error)
  })
}

async function runAll(trx: Trx, jobs: readonly Job[]): Promise<Outcome[]> {
  const [only] = jobs
  if (only && jobs.length === 1) return [{ ok: true, value: await only.run(trx) }]
  const outcomes: Outcome[] = []
  for (const job of jobs) outcomes.push(await runInSavepoint(trx, job))
  return outcomes
}

async function runInSavepoint(trx: Trx, job: Job): Promise<Outcome> {
  await sql`savepoint job`.execute(trx)
  try {
    const value = await job.run(trx)
    await sql`release savepoint job`.execute(trx)
    return { ok: true, value }
  } catch (error) {
    // A full disk or a lost connection is not one job's trouble: nothing of this commit can be trusted.
    if (isStorageFailure(error)) throw error
    await sql`rollback to savepoint job`.execute(trx)
    await sql`release savepoint job`.execute(trx)
    return { ok: false, error }
  }
}

/** Another program may hold SQLite's lock for a moment (a backup, a shell). Waiting here does not freeze the process. */
async function withRetryWhileBusy<T>(run: () => Promise<T>): Promise<T> {
  for (let left = BUSY_RETRIES; ; left--) {
    try {
      return await run()
    } catch (error) {
      if (!isBusy(error) || left === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, BUSY_WAIT_MS))
    }
  }
}
