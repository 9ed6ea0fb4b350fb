import { sql } from 'kysely'
import type { Store } from '../db/store.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Rows a commit: others write between two. */
const SLICE = 500

export interface Retention {
  /** Files of conversations. */
  readonly mediaMs: number
  /** Raw webhooks, accepted or settled; those in quarantine stay until somebody decides. */
  readonly rawRequestMs: number
}

/** Removes what is kept no longer, in small commits; answers how many rows went. */
export async function removeExpired(store: Store, retention: Retention, now: number): Promise<number> {
  const before = (age: number) => now - age
  const deletions = [
    sql`delete from webhook_request where id in (
      select id from webhook_request where received_at < ${before(retention.rawRequestMs)} and state <> 'quarantined'
      order by id limit ${SLICE})`,
    sql`delete from media_link where token_hash in (
      select token_hash from media_link where expires_at < ${now} limit ${SLICE})`,
    // An upload that no message took up within a day was given up by its author.
    sql`delete from media where id in (
      select id from media where message_id is null and created_at < ${before(DAY_MS)} limit ${SLICE})`,
    sql`update media set state = 'expired', due_at = null where id in (
      select id from media where state in ('stored', 'pending') and message_id is not null
        and created_at < ${before(retention.mediaMs)} limit ${SLICE})`,
    // A receipt whose message never turned up.
    sql`delete from receipt where id in (
      select id from receipt where message_id is null and created_at < ${before(7 * DAY_MS)} limit ${SLICE})`,
    sql`delete from idempotency where created_at < ${before(DAY_MS)}`,
    sql`delete from channel_former_secret where until < ${now}`,
    sql`delete from session where expires_at < ${before(DAY_MS)}`,
    sql`delete from login_throttle where updated_at < ${before(DAY_MS)}`,
  ]
  let removed = 0
  for (const deletion of deletions) {
    for (;;) {
      const result = await store.write((trx) => deletion.execute(trx))
      const rows = Number(result.numAffectedRows ?? 0n)
      removed += rows
      if (rows < SLICE) break
    }
  }
  return removed
}

/** Does any row still need this file? */
export async function isFileNeeded(store: Store, sha256: string): Promise<boolean> {
  const row = await store.db
    .selectFrom('media')
    .select('id')
    .where('sha256', '=', sha256)
    .where('state', '=', 'stored')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
