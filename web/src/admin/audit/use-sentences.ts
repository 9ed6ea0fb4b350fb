import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../../../../src/contract/api/people.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { channelsQuery, extensionsQuery, queuesQuery } from '../queries.ts'

const isText = (value: unknown): value is string => typeof value === 'string'

/** Puts rows of the audit trail into words. */
export function useSentences() {
  const { t, i18n } = useTranslation()
  const named = {
    channel: useQuery({ ...channelsQuery, refetchInterval: false }).data,
    extension: useQuery(extensionsQuery).data,
    queue: useQuery(queuesQuery).data,
  }

  /** What an entry is about, by the name it had then, else by the one it has now, else by its number. */
  function objectName({ object_type: type, object_id: id, detail }: AuditEntry): string {
    const known: readonly { id: number; name: string }[] = named[type as keyof typeof named] ?? []
    const name =
      [detail.name, detail.address].find(isText) ?? known.find((one) => String(one.id) === id)?.name
    return name === undefined ? (id === null ? '' : `#${id}`) : visibleText(name)
  }

  function sentence(entry: AuditEntry): string {
    const key = `admin.did.${entry.action.replace('.', '_')}`
    const values = {
      actor: entry.actor ? visibleText(entry.actor.name) : t('admin.audit.nobody'),
      object: objectName(entry),
    }
    return i18n.exists(key)
      ? t(key as 'admin.did.channel_created', values)
      : `${values.actor}: ${entry.action} ${values.object}`
  }

  const onOff = (active: unknown) =>
    active === true ? t('admin.audit.switched_on') : t('admin.audit.switched_off')

  /** What changed, where the entry says so: the names of fields, and old and new values of what is no secret. */
  function details({ detail }: AuditEntry): string {
    const parts: string[] = []
    if (Array.isArray(detail.fields)) parts.push(detail.fields.filter(isText).join(', '))
    for (const [name, value] of Object.entries(detail)) {
      const change = asChange(value)
      if (name === 'active') parts.push(onOff(change?.to ?? value))
      else if (change) parts.push(`${name}: ${plain(change.from)} → ${plain(change.to)}`)
    }
    if (isText(detail.notice)) parts.push(visibleText(detail.notice))
    if (detail.override === true) parts.push(t('admin.audit.override'))
    return parts.filter((part) => part !== '').join(' · ')
  }

  return { sentence, details }
}

function asChange(value: unknown): { from: unknown; to: unknown } | undefined {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value ? value : undefined
}

const plain = (value: unknown): string => visibleText(isText(value) ? value : JSON.stringify(value))
