import type { Selectable } from 'kysely'
import type { ApiChannel, ApiSettingField, Missed, ProviderInfo } from '../../contract/api/channels.ts'
import type { Channel, CheckFact, Protection, Provider } from '../../contract/provider.ts'
import type { SettingField, SettingValue } from '../../contract/settings.ts'
import type { ChannelTable } from '../../db/tables/channels.ts'
import { apiTime } from '../../lib/api-time.ts'
import { allowedAddresses } from './allowed-addresses.ts'
import type { ChannelEntry } from './directory.ts'
import type { SecretHint } from './secrets.ts'
import { channelFields, commonFields, effectiveValues } from './setting-values.ts'

export interface ChannelFacts {
  readonly row: Selectable<ChannelTable>
  /** Undefined where this version does not have the channel's provider. */
  readonly provider: Provider | undefined
  readonly entry: ChannelEntry | undefined
  readonly webhookUrl: string
  /** The secrets that are set, with what may be shown of them. */
  readonly secrets: ReadonlyMap<string, SecretHint>
  readonly senders: ApiChannel['senders']
  readonly lane: ApiChannel['lane']
  readonly quarantined: number
  readonly quarantineDropped: number
}

/** A channel as the API shows it. Secrets are not among the facts, so none can get out. */
export function presentChannel(facts: ChannelFacts): ApiChannel {
  const { row, provider, entry } = facts
  const settings = JSON.parse(row.settings) as Record<string, SettingValue>
  const fault = provider ? entry?.fault : `This version of Trunkline has no provider "${row.provider}".`
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    active: row.active === 1,
    webhook_url: facts.webhookUrl,
    protection: {
      ...protectionOf(provider, entry?.channel),
      only_from: allowedAddresses(settings),
    },
    settings: provider ? shownSettings(provider, settings) : settings,
    credentials: shownCredentials(provider, facts.secrets),
    status: fault ? 'unauthorised' : row.status,
    status_detail: fault ?? row.status_detail,
    facts: presentFacts(JSON.parse(row.facts) as CheckFact[]),
    notice: row.notice === null ? null : { detail: row.notice, at: apiTime(row.notice_at ?? 0) },
    templates: entry?.provider.listTemplates
      ? { synced_at: apiTime(row.templates_at), problem: row.templates_problem }
      : null,
    checked_at: apiTime(row.checked_at),
    last_inbound_at: apiTime(row.last_inbound_at),
    last_outbound_at: apiTime(row.last_outbound_at),
    lane: facts.lane,
    missed: entry?.provider.listInbound ? presentMissed(row) : null,
    quarantined: facts.quarantined,
    quarantine_dropped: facts.quarantineDropped,
    senders: [...facts.senders],
    created_at: apiTime(row.created_at),
  }
}

/** What a check told of the account, in the API's shape. */
export function presentFacts(facts: readonly CheckFact[]): ApiChannel['facts'] {
  return facts.map(({ label, value, warning = false }) => ({
    label,
    value: typeof value === 'string' ? { en: value, zh: value } : value,
    warning,
  }))
}

function presentMissed(row: Selectable<ChannelTable>): Missed {
  return {
    checked_at: apiTime(row.missed_checked_at),
    found: row.missed_found,
    new: row.missed_new,
    error: row.missed_error,
  }
}

/** Every setting that is not secret, defaults included; null where there is no value. */
function shownSettings(provider: Provider, settings: Readonly<Record<string, SettingValue>>) {
  const values = effectiveValues(provider, settings)
  const shown = [...channelFields(provider).values()].filter((field) => !field.secret)
  return Object.fromEntries(shown.map(({ name }) => [name, values[name] ?? null]))
}

/** Every secret that the provider knows, set or not, and any that is stored besides. */
function shownCredentials(provider: Provider | undefined, secrets: ReadonlyMap<string, SecretHint>) {
  const names = (provider?.fields ?? []).filter((field) => field.secret).map((field) => field.name)
  return Object.fromEntries(
    [...new Set([...names, ...secrets.keys()])].map((name) => [
      name,
      {
        set: secrets.has(name),
        ends_with: secrets.get(name)?.endsWith ?? null,
        former_until: apiTime(secrets.get(name)?.formerUntil ?? null),
      },
    ]),
  )
}

function protectionOf(provider: Provider | undefined, channel: Channel | undefined): Protection {
  if (provider && channel) return provider.protection(channel)
  return {
    level: 'secret_url',
    detail: { en: 'This channel takes no webhooks.', zh: '该渠道不接收 Webhook。' },
  }
}

/** A provider with its forms and limits, as the API shows it. */
export function presentProvider(provider: Provider): ProviderInfo {
  const { limits } = provider
  return {
    id: provider.id,
    name: provider.name,
    summary: provider.summary,
    sender_help: provider.senderHelp ?? null,
    starts: provider.starts,
    templates: provider.listTemplates !== undefined,
    fields: provider.fields.map(presentField),
    channel_settings: commonFields(provider).map(presentField),
    limits: {
      messages_per_second: limits.messagesPerSecond.value,
      text_characters: limits.textCharacters.value,
      media_per_message: limits.mediaPerMessage.value,
      media_bytes: limits.mediaBytes.value,
      media_types: limits.mediaTypes ? [...limits.mediaTypes.value] : null,
    },
    docs_url: `/docs/channels/${provider.id}`,
  }
}

function presentField(field: SettingField): ApiSettingField {
  return {
    name: field.name,
    type: field.type,
    label: field.label,
    help: field.help,
    where: field.where ?? null,
    secret: field.secret ?? false,
    required: field.required ?? false,
    default: field.default ?? null,
    pattern: field.pattern?.source ?? null,
    form: field.form ?? null,
    max_length: field.maxLength ?? null,
    min: field.min ?? null,
    max: field.max ?? null,
    unit: field.unit ?? null,
    group: field.group ?? 'sending',
    choices: field.choices ? [...field.choices] : null,
  }
}
