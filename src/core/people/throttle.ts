import { createHash } from 'node:crypto'
import { Problem } from '../../contract/problems.ts'
import type { Store, Trx } from '../../db/store.ts'
import { networkOf } from '../../lib/network-of.ts'

/**
 * How guessing passwords is slowed down. Failures are counted for each account from each network, and for each network over
 * all accounts. After `free` failures every further one doubles the wait, from `firstWaitMs` up to `longestWaitMs`; a day without
 * failures forgives all. Nothing is counted for an account alone: whoever guesses from elsewhere cannot lock its owner out.
 */
const RULES = {
  accountFromNetwork: { free: 10, firstWaitMs: 30_000, longestWaitMs: 3_600_000 },
  network: { free: 50, firstWaitMs: 10_000, longestWaitMs: 900_000 },
} as const
type Rule = (typeof RULES)[keyof typeof RULES]

const FORGIVEN_AFTER_MS = 24 * 3_600_000

/** A try that was let through and counts as failed until `forgive` says otherwise. */
export interface CountedTry {
  readonly keys: readonly { readonly key: string; readonly rule: Rule }[]
}

/**
 * Counts a try before the password is looked at, so that many at once get no more guesses than one after the other. Throws
 * `too_many_requests` with `retry_after` while the account or the network has to wait; such a try is not counted.
 */
export async function countTry(store: Store, account: string, ip: string, now: number): Promise<CountedTry> {
  const network = networkOf(ip)
  const keys = [
    { key: `account ${digest(account)} from ${network}`, rule: RULES.accountFromNetwork },
    { key: `network ${network}`, rule: RULES.network },
  ]
  const waitMs = await store.write(async (trx) => {
    await trx
      .deleteFrom('login_throttle')
      .where('updated_at', '<', now - FORGIVEN_AFTER_MS)
      .execute()
    const names = keys.map(({ key }) => key)
    const rows = await trx.selectFrom('login_throttle').selectAll().where('key', 'in', names).execute()
    const blockedUntil = Math.max(0, ...rows.map((row) => row.blocked_until))
    if (blockedUntil > now) return blockedUntil - now
    for (const { key, rule } of keys) {
      const failures = (rows.find((row) => row.key === key)?.failures ?? 0) + 1
      await put(trx, key, failures, now + waitAfter(failures, rule), now)
    }
    return 0
  })
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000)
    throw new Problem('too_many_requests', `Too many failed sign-ins; try again in ${seconds} seconds.`, {
      retry_after: seconds,
    })
  }
  return { keys }
}

/** The password was right: the account starts anew from this network, and the network gets this one try back. */
export async function forgive(trx: Trx, { keys }: CountedTry, now: number): Promise<void> {
  for (const { key, rule } of keys) {
    if (rule === RULES.accountFromNetwork) {
      await trx.deleteFrom('login_throttle').where('key', '=', key).execute()
      continue
    }
    const row = await trx.selectFrom('login_throttle').selectAll().where('key', '=', key).executeTakeFirst()
    if (row) await put(trx, key, Math.max(0, row.failures - 1), now, now)
  }
}

function waitAfter(failures: number, rule: Rule): number {
  if (failures < rule.free) return 0
  return Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** (failures - rule.free))
}

async function put(
  trx: Trx,
  key: string,
  failures: number,
  blockedUntil: number,
  now: number,
): Promise<void> {
  const row = { failures, blocked_until: blockedUntil, updated_at: now }
  await trx
    .insertInto('login_throttle')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}

/** Addresses that were typed in are not kept as they are: some are passwords in the wrong field. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
