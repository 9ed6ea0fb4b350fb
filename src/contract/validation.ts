import { Problem } from './problems.ts'

export interface BadValue {
  /** Where it stands in the request: `body.credentials.api_key`, `query.limit`. */
  readonly path: string
  /** A sentence's end, to follow the path: `must be a text`. Never repeats the value, which may be a secret. */
  readonly message: string
}

/** The problem that names every bad value of a request. */
export function validationProblem(bad: readonly BadValue[]): Problem {
  const words = bad.slice(0, 3).map((each) => `${each.path} ${each.message}`)
  const more = bad.length > 3 ? ` and ${bad.length - 3} more` : ''
  return new Problem('validation_failed', `${words.join('; ')}${more}.`, { errors: bad.slice(0, 50) })
}
