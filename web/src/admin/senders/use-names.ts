import { useTranslation } from 'react-i18next'
import type { Destination } from '../../../../src/contract/api/common.ts'
import type { Extension, Queue } from '../../../../src/contract/api/people.ts'
import { visibleText } from '../../lib/visible-text.ts'

/** Names a destination; a dash while the lists are on their way. */
export function useDestinationName(people: readonly Extension[] = [], queues: readonly Queue[] = []) {
  const { t } = useTranslation()
  return (destination: Destination | null): string => {
    if (destination === null) return t('admin.sender.nobody')
    if (destination.type === 'api') return t('admin.sender.api')
    const among: readonly { id: number; name: string }[] = destination.type === 'queue' ? queues : people
    const found = among.find(({ id }) => id === destination.id)
    return found ? visibleText(found.name) : '–'
  }
}

/** Names some people in the reader's way of listing. */
export function useNames(people: readonly Extension[] = []) {
  const { i18n } = useTranslation()
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction', style: 'narrow' })
  return (ids: readonly number[]): string =>
    list.format(people.filter(({ id }) => ids.includes(id)).map(({ name }) => visibleText(name)))
}
