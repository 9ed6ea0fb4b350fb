import type { SignIn } from '../../contract/api/people.ts'
import { Problem } from '../../contract/problems.ts'
import type { Db, Store, Trx } from '../../db/store.ts'
import { hashToken, newToken } from '../../lib/token.ts'
import { audit, type Deed } from '../audit.ts'
import { rightsChanged } from './rights-changed.ts'

/** How long sign-ins last, in milliseconds: without use, and in any case. */
export interface SignInLimits {
  readonly idleMs: number
  readonly absoluteMs: number
}

/** Where somebody signs in from. */
export interface Client {
  readonly ip: string
  readonly userAgent: string
}

/** Opens a sign-in and answers its token, which is nowhere else. Ended ones of the same person are swept on the way. */
export async function openSession(
  trx: Trx,
  extensionId: number,
  client: Client,
  now: number,
  limits: SignInLimits,
): Promise<string> {
  await trx
    .deleteFrom('session')
    .where('extension_id', '=', extensionId)
    .where((where) =>
      where.or([where('expires_at', '<=', now), where('last_seen_at', '<=', now - limits.idleMs)]),
    )
    .execute()
  const token = newToken()
  await trx
    .insertInto('session')
    .values({
      token_hash: hashToken(token),
      extension_id: extensionId,
      created_at: now,
      last_seen_at: now,
      expires_at: now + limits.absoluteMs,
      ip: client.ip,
      user_agent: client.userAgent,
    })
    .execute()
  return token
}

/** A person's sign-ins that are good now, the newest first. `currentId` marks the one that asks. */
export async function listSignIns(
  db: Db,
  extensionId: number,
  now: number,
  idleMs: number,
  currentId: number | null,
): Promise<SignIn[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('extension_id', '=', extensionId)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', now - idleMs)
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    created_at: new Date(row.created_at).toISOString(),
    last_seen_at: new Date(row.last_seen_at).toISOString(),
    expires_at: new Date(Math.min(row.expires_at, row.last_seen_at + idleMs)).toISOString(),
    ip: row.ip,
    user_agent: row.user_agent,
    current: row.id === currentId,
  }))
}

/** Ends one sign-in of the person who asks; `not_found` for anybody else's. */
export async function endSignIn(
  store: Store,
  deed: Deed & { actorId: number },
  signInId: number,
): Promise<void> {
  await store.write(async (trx) => {
    const ended = await trx
      .deleteFrom('session')
      .where('id', '=', signInId)
      .where('extension_id', '=', deed.actorId)
      .executeTakeFirst()
    if (ended.numDeletedRows === 0n) throw new Problem('not_found')
    await audit(trx, deed, { action: 'sign_in.ended', objectType: 'sign_in', objectId: signInId })
    await rightsChanged(trx, store.backend, deed, [deed.actorId])
  })
}

/** Ends every sign-in of a person; the caller writes the audit row and the event of what it is part of. */
export async function endAllSessions(trx: Trx, extensionId: number): Promise<void> {
  await trx.deleteFrom('session').where('extension_id', '=', extensionId).execute()
}
