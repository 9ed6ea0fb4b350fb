import { validationProblem } from '../../contract/validation.ts'
import { isCommonPassword } from './common-password.ts'

/** Whom a password is for: what stands for the person is not to be in it. */
export interface PasswordOwner {
  readonly name: string
  readonly email: string
  readonly number?: string
}

/** Refuses a password that is tried first by everybody who guesses. Its length is checked by the call's schema. */
export function checkPassword(password: string, owner: PasswordOwner): void {
  const message = passwordFault(password, owner)
  if (message) throw validationProblem([{ path: 'body.password', message }])
}

/** What is wrong with a password, as the end of a sentence; undefined where nothing is. */
export function passwordFault(password: string, { name, email, number }: PasswordOwner): string | undefined {
  return isCommonPassword(password, [name, email.split('@')[0] ?? '', number ?? ''])
    ? 'is too easy to guess; use a few words that do not belong together, or a password manager'
    : undefined
}
