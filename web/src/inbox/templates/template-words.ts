import type { TFunction } from 'i18next'
import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import { visibleText } from '../../lib/visible-text.ts'

/** A language code as people call it: `en_US` becomes `English (United States)` in the reader's language. */
export function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code.replaceAll('_', '-')) ?? code
  } catch {
    return code
  }
}

const categories = ['marketing', 'utility', 'authentication'] as const

export function categoryName(category: string, t: TFunction): string {
  const known = categories.find((one) => one === category)
  return known ? t(`template.category_${known}`) : visibleText(category)
}

const statuses = [
  'approved',
  'paused',
  'pending',
  'rejected',
  'disabled',
  'in_appeal',
  'pending_deletion',
  'deleted',
] as const

/** The vendor's state of a template. */
export function statusName(status: string, t: TFunction): string {
  const known = statuses.find((one) => one === status)
  return known ? t(`template.status_${known}`) : visibleText(status)
}

/** Why a template cannot be sent: in the reader's language, then the vendor's own word. */
export function unsendableText({ reason }: ApiTemplate, t: TFunction): string {
  if (reason === null) return ''
  const words = t(`template.reason_${reason.code}`)
  return reason.detail === null ? words : `${words} (${visibleText(reason.detail)})`
}

/** What a field of the form is called: by the parameter's name, or by its number and the part it stands in. */
export function fieldName(key: string, template: ApiTemplate, t: TFunction): string {
  const format = template.header?.format
  if (key === 'header') return format && format !== 'text' ? t(`template.header_${format}`) : ''
  const dot = key.indexOf('.')
  const part = key.slice(0, dot)
  const name = key.slice(dot + 1)
  if (part === 'button') {
    const button = template.buttons[Number(name)]
    const words = { text: visibleText(button?.text ?? '') }
    return t(button?.type === 'copy_code' ? 'template.code_of' : 'template.address_of', words)
  }
  const spoken = /^\d+$/.test(name) ? `{{${name}}}` : visibleText(name.replaceAll('_', ' '))
  return part === 'header'
    ? t('template.in_header', { name: spoken })
    : t('template.in_body', { name: spoken })
}
