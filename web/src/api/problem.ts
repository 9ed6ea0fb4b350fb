import i18n from 'i18next'
import type { ProblemCode } from '../../../src/contract/problems.ts'

/** Codes of our own, for what goes wrong before the gateway can answer. */
export type ClientCode = 'network' | 'unreadable_answer'

interface ProblemJson {
  code?: string
  detail?: string
  errors?: { path: string; message: string }[]
}

/** An API call that did not succeed, whatever the reason. `code` is stable; `body` holds the extra members. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | ClientCode | (string & {})
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly errors: readonly { path: string; message: string }[]

  constructor(status: number, body: ProblemJson & Record<string, unknown>) {
    super(body.detail ?? body.code ?? `HTTP ${status}`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = body.code ?? 'unreadable_answer'
    this.body = body
    this.errors = body.errors ?? []
  }

  /** True where another try of the same call would get the same answer. */
  get isFinal(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 429
  }

  /** What is wrong with one member of the request's body, in the gateway's words; undefined where nothing is. */
  field(path: string): string | undefined {
    return this.errors.find((error) => error.path === `body.${path}`)?.message
  }
}

/** One localised sentence for any error: ours by code, else the words that came with it. */
export function problemText(error: unknown): string {
  const code = error instanceof ApiProblem ? error.code : 'internal'
  const key = `problem.${code}`
  // Which fields it is about is told beside these; where there are none, only the gateway's words say it.
  if (error instanceof ApiProblem && code === 'validation_failed' && error.errors.length === 0) {
    return error.message
  }
  if (i18n.exists(key)) return i18n.t(key as 'problem.internal')
  return error instanceof Error ? error.message : i18n.t('problem.internal')
}
