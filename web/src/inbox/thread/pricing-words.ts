import type { TFunction } from 'i18next'
import type { MessagePricing } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'

const categories = [
  'marketing',
  'utility',
  'authentication',
  'authentication_international',
  'service',
  'referral_conversion',
] as const

/** What the vendor charges a message as, and whether it does: "Utility · billable". Words that are not known stay as they are. */
export function pricingWords({ category, billable }: MessagePricing, t: TFunction): string {
  const known = categories.find((one) => one === category)
  const words = [
    known ? t(`pricing.${known}`) : category && visibleText(category.replaceAll('_', ' ')),
    billable === null ? null : t(billable ? 'pricing.billable' : 'pricing.free'),
  ]
  return words.filter(Boolean).join(' · ')
}
