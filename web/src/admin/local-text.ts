import { useTranslation } from 'react-i18next'
import type { LocalText } from '../../../src/contract/settings.ts'

/** Picks the reader's language from a text that the gateway sends in all of them. */
export function useLocalText(): (text: LocalText) => string {
  const { i18n } = useTranslation()
  return (text) => (i18n.language.startsWith('zh') ? text.zh : text.en)
}
