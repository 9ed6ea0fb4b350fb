import type { Template } from '../../contract/templates.ts'

/** Why a template cannot be sent, in a sentence; undefined where it can. */
export function unsendable({ status, reason, unsupported }: Template): string | undefined {
  if (status !== 'approved')
    return `is ${status.replaceAll('_', ' ')} at the provider${reason ? `: ${reason}` : ''}`
  if (unsupported.length > 0) return `has parts that cannot be sent from here: ${unsupported.join(', ')}`
  return undefined
}
