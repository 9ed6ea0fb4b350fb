import { useTranslation } from 'react-i18next'
import type { Quarantined } from '../../../../src/contract/api/channels.ts'

/** Refusals that are about the signature: an administrator may take such a webhook in on their own judgement. */
const aboutSignature: ReadonlySet<string> = new Set([
  'signature_missing',
  'signature_mismatch',
  'secret_not_set',
])

export const mayOverride = ({ code }: Pick<Quarantined, 'code'>): boolean => aboutSignature.has(code)

/** Says why a webhook was refused, in a sentence; the code itself where this page does not know it. */
export function useReason(): (code: string) => string {
  const { t, i18n } = useTranslation()
  return (code) => {
    const key = `admin.reason.${code}`
    return i18n.exists(key) ? t(key as 'admin.reason.signature_missing') : code
  }
}
