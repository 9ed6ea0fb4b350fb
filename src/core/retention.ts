import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { isQuarantined } from './quarantine/states.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Rows a commit: others write between two. */
const SLICE = 500

export interface Retention {
  /** Files of conversations. */
  readonly mediaMs: number
  /** Raw webhooks, accepted or settled. */
  readonly rawRequestMs: number
  /** Raw webhooks in quarantine that nobody decided on. */
  readonly quarantineMs: number
  /** Who did what. */
  readonly auditMs: number
}

export interface Removed {
  readonly rows: number
  /** How many of them were webhooks that nobody had looked at: perhaps a customer's message. */
  readonly quarantined: number
}

/** Removes what is kept no longer, in small commits. */
export async function removeExpired(store: Store, retention: Retention, now: number): Promise<Removed> {
  const before = (age: number) => now - age
  const quarantined = await removeAll(
    store,
    sql`delete from webhook_request where id in (
      select id from webhook_request where ${isQuarantined()} and received_at < ${before(retention.quarantineMs)}
      order by id limit ${SLICE})`,
  )
  const deletions = [
    sql`delete from webhook_request where id in (
      select id from webhook_request where received_at < ${before(retention.rawRequestMs)} and state <> 'quarantined'
      order by id limit ${SLICE})`,
    sql`delete from media_link where token_hash in (
      select token_hash from media_link where expires_at < ${now} limit ${SLICE})`,
    // An upload that no message took up within a day was given up by its author.
    sql`delete from media where id in (
      select id from media where message_id is null and created_at < ${before(DAY_MS)} limit ${SLICE})`,
    // What still waits goes out whole, and a carrier that was given an address finds the file there while it lives.
    sql`update media set state = 'expired', due_at = null where id in (
      select f.id from media as f where f.state in ('stored', 'pending') and f.message_id is not null
        and f.created_at < ${before(retention.mediaMs)}
        and not exists (select 1 from message as m where m.id = f.message_id and m.status in ('queued', 'sending'))
        and not exists (select 1 from media_link as l where l.media_id = f.id and l.expires_at >= ${now})
      limit ${SLICE})`,
    // A receipt whose message never turned up.
    sql`delete from receipt where id in (
      select id from receipt where message_id is null and created_at < ${before(7 * DAY_MS)} limit ${SLICE})`,
    // A message that was told of and never came.
    sql`delete from early_event where id in (
      select id from early_event where created_at < ${before(7 * DAY_MS)} limit ${SLICE})`,
    sql`delete from audit where id in (
      select id from audit where at < ${before(retention.auditMs)} order by id limit ${SLICE})`,
    sql`delete from idempotency where created_at < ${before(DAY_MS)}`,
    sql`delete from vendor_file where expires_at < ${now}`,
    sql`delete from channel_former_secret where until < ${now}`,
    sql`delete from session where expires_at < ${before(DAY_MS)}`,
    sql`delete from login_throttle where updated_at < ${before(DAY_MS)}`,
  ]
  let rows = quarantined
  for (const deletion of deletions) rows += await removeAll(store, deletion)
  return { rows, quarantined }
}

/** Runs a deletion of one slice until nothing is left to remove; answers how many rows went. */
async function removeAll(store: Store, deletion: RawBuilder<unknown>): Promise<number> {
  for (let removed = 0; ; ) {
    const result = await store.write((trx) => deletion.execute(trx))
    const rows = Number(result.numAffectedRows ?? 0n)
    removed += rows
    if (rows < SLICE) return removed
  }
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
  if (row) return true
  const picture = await store.db
    .selectFrom('contact')
    .select('id')
    .where('picture_sha256', '=', sha256)
    .limit(1)
    .executeTakeFirst()
  return picture !== undefined
}
