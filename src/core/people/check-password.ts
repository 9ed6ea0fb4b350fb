import { Problem } from '../../contract/problems.ts'
import { isCommonPassword } from './common-password.ts'

/** Refuses a password that is tried first by everybody who guesses. Its length is checked by the call's schema. */
export function checkPassword(
  password: string,
  person: { readonly name: string; readonly email: string; readonly number?: string },
): void {
  const personal = [person.name, person.email.split('@')[0] ?? '', person.number ?? '']
  if (!isCommonPassword(password, personal)) return
  const message = 'is too easy to guess; use a few words that do not belong together, or a password manager'
  throw new Problem('validation_failed', `body.password ${message}.`, {
    errors: [{ path: 'body.password', message }],
  })
}
