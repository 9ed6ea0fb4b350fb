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
    case 'control_moved':
      return controlWords(entry, names.name, t)
    default:
      return t('timeline.closed', names)
  }
}

/** Who answers from now on: another program of the business by its id, or this one again. */
function controlWords({ source, actor, detail }: TimelineEntry, name: string, t: TFunction): string {
  if (source === 'us') return actor ? t('timeline.control_taken', { name }) : t('timeline.control_back')
  if (source === 'inbox') return t('timeline.control_inbox')
  return detail ? t('timeline.control_app', { app: visibleText(detail) }) : t('timeline.control_app_unnamed')
}
