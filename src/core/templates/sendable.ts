import { type UnsendableCode, unsendableCodes } from '../../contract/api/templates.ts'
import type { Template } from '../../contract/templates.ts'

export interface Unsendable {
  readonly code: UnsendableCode
  /** The vendor's own words. */
  readonly detail: string | undefined
}

/** Why a template cannot be sent; undefined where it can. */
export function unsendable({ status, reason, unsupported }: Template): Unsendable | undefined {
  if (status !== 'approved') {
    const code = unsendableCodes.find((known) => known === status)
    return code ? { code, detail: reason } : { code: 'not_approved', detail: reason ?? status }
  }
  if (unsupported.length > 0) return { code: 'unsupported_parts', detail: unsupported.join(', ') }
  return undefined
}

/** The same as the end of a sentence about the template. */
export function unsendableWords({ code, detail }: Unsendable): string {
  if (code === 'unsupported_parts') return `has parts that cannot be sent from here: ${detail}`
  return `is ${code.replaceAll('_', ' ')} at the provider${detail ? `: ${detail}` : ''}`
}
