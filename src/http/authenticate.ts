import type { IncomingHttpHeaders } from 'node:http'
import { type CurrentSignIn, findSignIn } from '../core/people/find-sign-in.ts'
import { touchSignIn } from '../core/people/touch-sign-in.ts'
import { hashToken } from '../lib/token.ts'
import type { Services } from './services.ts'
import { readSessionCookie } from './session-cookie.ts'

/** The sign-in that a request's cookie stands for, read anew from the database; undefined for nobody. */
export async function authenticate(
  services: Services,
  headers: IncomingHttpHeaders,
): Promise<CurrentSignIn | undefined> {
  const token = readSessionCookie(headers, services.publicUrl)
  if (!token) return undefined
  const now = services.now()
  const signIn = await findSignIn(services.store.db, hashToken(token), now, services.signInLimits.idleMs)
  if (signIn) {
    // A database that takes no writes must not keep people from reading, so nobody waits for this.
    touchSignIn(services.store, signIn, now).catch((error: unknown) =>
      services.log.warn('could not note that a sign-in is in use', { error }),
    )
  }
  return signIn
}
