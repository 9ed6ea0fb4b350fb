import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Setup } from '../../contract/api/people.ts'
import { Problem } from '../../contract/problems.ts'
import type { Db, Trx } from '../../db/store.ts'
import { hashToken } from '../../lib/token.ts'
import { insertPerson } from './change-person.ts'
import { checkPassword, passwordFault } from './check-password.ts'
import { type Client, openSession } from './sessions.ts'
import type { SignInDoor } from './sign-in.ts'

/** The first run: how the first administrator comes to be. */
export interface FirstRun {
  /** The one-time code that the console shows; undefined where an administrator existed at the start. */
  readonly code: string | undefined
  /** Adds the example data; undefined where the demo is not offered. */
  readonly addDemo: (() => Promise<void>) | undefined
}

const NUMBER = '1000'
/** No letters or digits that look alike on a console. 16 of 29: 77 bits. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXY'

/**
 * At each start: with an e-mail address and password (from the settings) makes the first administrator, or throws a
 * `validation_failed` problem where the password is a common one; without them answers the one-time code to print.
 * Undefined when nothing is left to do.
 */
export async function ensureFirstAdministrator(
  { store, passwords }: SignInDoor,
  given: { readonly email: string; readonly password: string } | undefined,
  now: number,
): Promise<string | undefined> {
  if (!(await isNeeded(store.db))) return undefined
  if (!given) return newCode()
  const fault = passwordFault(given.password, { name: '', email: given.email })
  if (fault) throw new Problem('validation_failed', `The first administrator's password ${fault}.`)
  const passwordHash = await passwords.hash(given.password)
  const deed = { actorId: null, at: now, ip: null }
  const email = given.email.trim().toLowerCase()
  const person = { number: NUMBER, name: 'Administrator', email, role: 'administrator' } as const
  await store.write((trx) => insertPerson(trx, deed, person, passwordHash))
  return undefined
}

/** Is there nobody yet who can administer Trunkline? Somebody switched off counts: they were set up once. */
export async function isNeeded(db: Db | Trx): Promise<boolean> {
  const found = await db
    .selectFrom('extension')
    .select('id')
    .where('role', '=', 'administrator')
    .limit(1)
    .execute()
  return found.length === 0
}

/**
 * The first-run page: makes the administrator and signs them in; answers the token. `not_found` once there is an administrator,
 * `forbidden` for a wrong code.
 */
export async function setUp(
  { store, passwords, signInLimits }: SignInDoor,
  firstRun: FirstRun,
  wanted: Setup,
  client: Client,
  now: number,
): Promise<{ readonly token: string; readonly extensionId: number }> {
  if (firstRun.code === undefined || !(await isNeeded(store.db))) throw new Problem('not_found')
  if (!sameCode(firstRun.code, wanted.code)) {
    throw new Problem('forbidden', 'The code is not the one on the console of the gateway.')
  }
  checkPassword(wanted.password, wanted)
  const passwordHash = await passwords.hash(wanted.password)
  const { name, email, locale } = wanted
  return store.write(async (trx) => {
    if (!(await isNeeded(trx))) throw new Problem('not_found')
    const deed = { actorId: null, at: now, ip: client.ip }
    const person = await insertPerson(
      trx,
      deed,
      { number: NUMBER, name, email, locale, role: 'administrator' },
      passwordHash,
    )
    return { token: await openSession(trx, person.id, client, now, signInLimits), extensionId: person.id }
  })
}

function newCode(): string {
  const group = () => Array.from({ length: 4 }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}

/** Compares in constant time; case, blanks and dashes do not count. */
function sameCode(code: string, typed: string): boolean {
  const plain = (text: string) => Buffer.from(hashToken(text.toUpperCase().replace(/[\s-]/g, '')))
  return timingSafeEqual(plain(code), plain(typed))
}
