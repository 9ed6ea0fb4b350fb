import { channelSettings } from '../../contract/channel-settings.ts'
import type { Provider } from '../../contract/provider.ts'
import type { SettingField, SettingValue, SettingValues } from '../../contract/settings.ts'

/** Every field of a channel of this provider by name: the provider's own, then those that all channels have. */
export function channelFields(provider: Provider): ReadonlyMap<string, SettingField> {
  const common = commonFields(provider)
  return new Map([...provider.fields, ...common].map((field) => [field.name, field]))
}

/** The common settings, with the defaults that follow from the provider. */
export function commonFields(provider: Provider): readonly SettingField[] {
  const { addressKind, limits, mediaText } = provider
  const mediaRate = limits.mediaMessagesPerSecond
  const own: Readonly<Record<string, Partial<SettingField>>> = {
    messages_per_second: { default: limits.messagesPerSecond.value },
    media_messages_per_second: mediaRate ? { default: mediaRate.value } : {},
    opt_out_by: { default: provider.optOut ?? 'us' },
    default_media_text: mediaText ? { default: mediaText, required: true } : {},
  }
  return channelSettings(addressKind)
    .filter(({ name }) => mediaRate || name !== 'media_messages_per_second')
    .map((field) => ({ ...field, ...own[field.name] }))
}

/** What holds for a channel: the stored values over the fields' defaults. */
export function effectiveValues(
  provider: Provider,
  settings: Readonly<Record<string, SettingValue>>,
  secrets: ReadonlyMap<string, string> = new Map(),
): SettingValues {
  const defaults = [...channelFields(provider).values()].map(({ name, default: value }) => [name, value])
  return { ...Object.fromEntries(defaults), ...settings, ...Object.fromEntries(secrets) }
}

/** The rate that a channel may send at. */
export function messagesPerSecond(provider: Provider, values: SettingValues): number {
  const rate = values.messages_per_second
  return typeof rate === 'number' ? rate : provider.limits.messagesPerSecond.value
}

/** Whether a channel's stored settings (JSON) send typographic characters in their plain form. */
export function hasSmartEncoding(settings: string): boolean {
  return (JSON.parse(settings) as Record<string, SettingValue>).smart_encoding === true
}

/** The rate of messages with files; undefined where they share the other one. */
export function mediaMessagesPerSecond(provider: Provider, values: SettingValues): number | undefined {
  const own = provider.limits.mediaMessagesPerSecond
  const rate = values.media_messages_per_second
  return own && (typeof rate === 'number' ? rate : own.value)
}
