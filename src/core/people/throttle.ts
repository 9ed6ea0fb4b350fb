import { createHash } from 'node:crypto'
import { Problem } from '../../contract/problems.ts'
import type { Store, Trx } from '../../db/store.ts'
import { networkOf } from '../../lib/network-of.ts'

/**
 * How guessing passwords is slowed down. Failures are counted for each account from each network, and for each network over
 * all accounts. From the `free`th failure on every further one doubles the wait, from `firstWaitMs` up to `longestWaitMs`; a
 * day without failures forgives all.
 *
 * An account is never locked as a whole, for then whoever guesses could lock its owner out. But after `SUSPICIOUS` failures
 * from wherever, each network gets few tries at it and long waits: enough for an owner who knows the password.
 */
const RULES = {
  accountFromNetwork: { free: 10, firstWaitMs: 30_000, longestWaitMs: 4 * 3_600_000 },
  suspiciousAccountFromNetwork: { free: 2, firstWaitMs: 600_000, longestWaitMs: 4 * 3_600_000 },
  network: { free: 50, firstWaitMs: 10_000, longestWaitMs: 900_000 },
  account: { free: Number.POSITIVE_INFINITY, firstWaitMs: 0, longestWaitMs: 0 },
} as const
type Rule = (typeof RULES)[keyof typeof RULES]

const SUSPICIOUS = 100
const FORGIVEN_AFTER_MS = 24 * 3_600_000

/** A try that was let through and counts as failed until `forgive` says otherwise. */
export interface CountedTry {
  readonly account: string
  readonly network: string
  /** True once, for the failure that makes the account a suspicious one: somebody should be told. */
  readonly alarm: boolean
}

/**
 * Counts a try before the password is looked at, so that many at once get no more guesses than one after the other. Throws
 * `too_many_requests` with `retry_after` while the account or the network has to wait; such a try is not counted.
 */
export async function countTry(store: Store, account: string, ip: string, now: number): Promise<CountedTry> {
  const network = networkOf(ip)
  const { waitMs, alarm } = await store.write(async (trx) => {
    await trx
      .deleteFrom('login_throttle')
      .where('updated_at', '<', now - FORGIVEN_AFTER_MS)
      .execute()
    const keys = keysOf(account, network)
    const rows = await trx
      .selectFrom('login_throttle')
      .selectAll()
      .where('key', 'in', Object.values(keys))
      .execute()
    const blockedUntil = Math.max(0, ...rows.map((row) => row.blocked_until))
    if (blockedUntil > now) return { waitMs: blockedUntil - now, alarm: false }
    const failuresOf = (key: string) => rows.find((row) => row.key === key)?.failures ?? 0
    const count = (key: string, rule: Rule) => {
      const failures = failuresOf(key) + 1
      return put(trx, key, failures, now + waitAfter(failures, rule), now)
    }
    const suspicious = failuresOf(keys.account) >= SUSPICIOUS
    await count(keys.account, RULES.account)
    await count(keys.network, RULES.network)
    await count(
      keys.accountFromNetwork,
      suspicious ? RULES.suspiciousAccountFromNetwork : RULES.accountFromNetwork,
    )
    return { waitMs: 0, alarm: failuresOf(keys.account) + 1 === SUSPICIOUS }
  })
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000)
    throw new Problem('too_many_requests', `Too many failed sign-ins; try again in ${seconds} seconds.`, {
      retry_after: seconds,
    })
  }
  return { account, network, alarm }
}

/** The password was right: the account starts anew from this network; elsewhere only this one try is taken back. */
export async function forgive(trx: Trx, { account, network }: CountedTry, now: number): Promise<void> {
  const keys = keysOf(account, network)
  await trx.deleteFrom('login_throttle').where('key', '=', keys.accountFromNetwork).execute()
  for (const key of [keys.network, keys.account]) {
    const row = await trx.selectFrom('login_throttle').selectAll().where('key', '=', key).executeTakeFirst()
    if (row) await put(trx, key, Math.max(0, row.failures - 1), 0, now)
  }
}

/** The account has a new password: nothing is held against whoever knows it. */
export async function forgiveAccount(trx: Trx, account: string): Promise<void> {
  const key = `account ${digest(account)}`
  await trx.deleteFrom('login_throttle').where('key', 'like', `${key}%`).execute()
}

function keysOf(account: string, network: string) {
  const key = `account ${digest(account)}`
  return { account: key, accountFromNetwork: `${key} from ${network}`, network: `network ${network}` }
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
