import type { TFunction } from 'i18next'
import type { TimelineEntry } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'

/** What happened, as a sentence. */
export function timelineWords(entry: TimelineEntry, t: TFunction): string {
  const names = {
    name: visibleText(entry.actor?.name ?? t('message.system')),
    to: visibleText(entry.to ?? '–'),
  }
  switch (entry.reason) {
    case 'idle':
      return t('timeline.closed_idle')
    case 'picked_up':
      return t('timeline.picked_up', names)
    case 'transferred':
      return t('timeline.transferred', names)
    case 'owner_left':
      return t(entry.to === null ? 'timeline.owner_left' : 'timeline.owner_left_to', names)
    case 'opted_out':
    case 'opted_in': {
      const source = entry.source === 'extension' || entry.source === 'vendor' ? entry.source : 'contact'
      return t(`timeline.${entry.reason}_${source}`, names)
    }
    case 'activity':
    case 'marketing_stopped':
    case 'marketing_resumed':
      return t(`timeline.${entry.reason}`)
    case 'new_address':
      return t('timeline.new_address', { detail: visibleText(entry.detail ?? '–') })
    default:
      return t('timeline.closed', names)
  }
}
