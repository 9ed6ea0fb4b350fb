import { useTranslation } from 'react-i18next'
import type { Consent } from '../../../../src/contract/api/consent.ts'
import { visibleText } from '../../lib/visible-text.ts'

/** Who said it: the customer, the carrier, or the person who noted it. */
export function useConsentSource() {
  const { t } = useTranslation()
  return ({ source, actor }: Pick<Consent, 'source' | 'actor'>): string =>
    source === 'extension' ? visibleText(actor?.name ?? '') : t(`consent.source_${source}`)
}
