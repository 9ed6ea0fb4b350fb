/** What one check found: `problem` keeps the gateway from working, `warning` does not. */
export interface Finding {
  readonly check: string
  readonly state: 'ok' | 'warning' | 'problem'
  readonly detail: string
  /** What to do about it. */
  readonly mend?: string
}

export const fine = (check: string, detail: string): Finding => ({ check, state: 'ok', detail })

export const warning = (check: string, detail: string, mend: string): Finding => {
  return { check, state: 'warning', detail, mend }
}

export const problem = (check: string, detail: string, mend: string): Finding => {
  return { check, state: 'problem', detail, mend }
}

/** The words of an error, for a finding. */
export function wordsOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return message || code || String(error)
}
