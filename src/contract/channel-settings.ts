import type { AddressKind } from './provider.ts'
import type { SettingField } from './settings.ts'

/**
 * Settings that every channel has, whatever its provider; `media_messages_per_second` only where the provider counts messages
 * with files apart. The rates and `default_media_text` default to the provider's.
 */
const commonSettings = [
  {
    name: 'messages_per_second',
    type: 'number',
    min: 0.01,
    max: 1000,
    unit: 'messages/s',
    label: { en: 'Messages per second', zh: '每秒消息数' },
    help: {
      en: 'The most messages this channel sends in any one second. Takes effect at once.',
      zh: '该渠道在任意一秒内最多发送的消息数，修改后立即生效。',
    },
  },
  {
    name: 'media_messages_per_second',
    type: 'number',
    min: 0.01,
    max: 1000,
    unit: 'messages/s',
    label: { en: 'Messages with files per second', zh: '每秒带文件的消息数' },
    help: {
      en: 'The carrier counts messages with files apart: the most of them in any one second. Takes effect at once.',
      zh: '运营商对带文件的消息单独计数：任意一秒内最多发送的带文件消息数，修改后立即生效。',
    },
  },
  {
    name: 'auto_close_days',
    type: 'number',
    min: 0,
    max: 365,
    default: 7,
    unit: 'days',
    label: { en: 'Close after days without activity', zh: '无活动自动关闭天数' },
    help: {
      en: 'A conversation with no message for this many days is closed. 0 never closes.',
      zh: '会话在此天数内没有消息时自动关闭；0 表示从不关闭。',
    },
  },
  {
    name: 'default_media_text',
    type: 'text',
    maxLength: 160,
    default: '',
    label: { en: 'Text sent with files', zh: '随文件发送的默认文本' },
    help: {
      en: 'Sent when an agent sends a file without any text and the carrier needs some.',
      zh: '当坐席只发送文件而运营商要求文本时使用。',
    },
  },
  {
    name: 'allowed_addresses',
    type: 'networks',
    group: 'webhook',
    maxLength: 2000,
    default: '',
    label: { en: 'Allowed webhook addresses', zh: '允许的 Webhook 来源地址' },
    help: {
      en: 'IP addresses and networks, separated by commas, for example 192.0.2.7, 198.51.100.0/24, 2001:db8::/32. Webhooks from anywhere else go into quarantine. Empty takes them from anywhere. Behind a reverse proxy set TRUNKLINE_TRUST_PROXY first.',
      zh: '以逗号分隔的 IP 地址与网段，例如 192.0.2.7, 198.51.100.0/24, 2001:db8::/32。来自其他地址的 Webhook 将进入隔离区。留空表示不限制。位于反向代理之后时，请先设置 TRUNKLINE_TRUST_PROXY。',
    },
  },
  {
    name: 'api_base_url',
    type: 'url',
    group: 'webhook',
    label: { en: 'API base URL', zh: 'API 基础地址' },
    help: {
      en: "Replaces the provider's own address, for example to point the channel at the sandbox.",
      zh: '替换服务商的默认地址，例如指向沙箱。',
    },
  },
] as const satisfies readonly SettingField[]

/** In every answer that Trunkline gives by itself: what each carrier takes, in two parts at most. */
const ANSWER_CHARACTERS = 320

const alsoWords = {
  type: 'text',
  group: 'opt_out',
  maxLength: 500,
  default: '',
} as const

const answerText = { type: 'text', group: 'opt_out', maxLength: ANSWER_CHARACTERS } as const

/** Settings of channels to phone numbers. `opt_out_by` defaults to what the provider says of its vendor. */
const phoneSettings = [
  {
    name: 'smart_encoding',
    type: 'boolean',
    default: false,
    label: { en: 'Plain forms of typographic characters', zh: '将排版字符替换为普通字符' },
    help: {
      en: 'Curly quotes, long dashes, ellipses and unusual blanks are sent in their plain form where the text then takes fewer SMS parts.',
      zh: '当替换可以减少短信条数时，将弯引号、长破折号、省略号与特殊空格以普通字符发送。',
    },
  },
  {
    name: 'opt_out_by',
    type: 'choice',
    group: 'opt_out',
    choices: [
      { value: 'us', label: { en: 'Trunkline answers and blocks', zh: '由 Trunkline 回复并拦截' } },
      { value: 'vendor', label: { en: 'The carrier answers', zh: '由运营商回复' } },
    ],
    label: { en: 'STOP and START', zh: 'STOP 与 START' },
    help: {
      en: 'Who answers a customer who writes STOP, START or HELP. Whoever it is, Trunkline writes nothing more to a customer who wrote STOP to the number.',
      zh: '客户发送 STOP、START 或 HELP 时由谁回复。无论由谁回复，客户发送 STOP 后，Trunkline 都不再从该号码向其发送消息。',
    },
  },
  {
    name: 'opt_out_answers',
    type: 'boolean',
    group: 'opt_out',
    default: true,
    label: { en: 'Answer these words', zh: '自动回复这些关键词' },
    help: {
      en: 'Sends the texts below, where the carrier does not answer. Switched off, the words hold all the same.',
      zh: '当运营商不回复时发送下方文本。关闭后关键词仍然生效。',
    },
  },
  {
    ...answerText,
    name: 'opt_out_text',
    default: 'You will get no more messages from this number. Text START to get them again.',
    label: { en: 'Answer to STOP', zh: 'STOP 的回复' },
    help: { en: 'The last message that goes out.', zh: '发送给该客户的最后一条消息。' },
  },
  {
    ...answerText,
    name: 'opt_in_text',
    default: 'You will get messages from this number again. Text STOP to end them.',
    label: { en: 'Answer to START', zh: 'START 的回复' },
    help: { en: 'To somebody who had written STOP before.', zh: '发送给此前发送过 STOP 的客户。' },
  },
  {
    ...answerText,
    name: 'help_text',
    default: 'Text STOP to get no more messages from this number. Message and data rates may apply.',
    label: { en: 'Answer to HELP', zh: 'HELP 的回复' },
    help: {
      en: 'Say who you are and how else you can be reached.',
      zh: '说明您是谁，以及其他联系方式。',
    },
  },
  {
    ...alsoWords,
    name: 'opt_out_words',
    label: { en: 'More words like STOP', zh: '更多等同于 STOP 的词' },
    help: {
      en: 'Separated by commas, besides the known words of eight languages. A message counts only if it is nothing but the word.',
      zh: '以逗号分隔，在内置的八种语言词表之外生效。仅当整条消息就是该词时才算。',
    },
  },
  {
    ...alsoWords,
    name: 'opt_in_words',
    label: { en: 'More words like START', zh: '更多等同于 START 的词' },
    help: { en: 'Separated by commas.', zh: '以逗号分隔。' },
  },
  {
    ...alsoWords,
    name: 'help_words',
    label: { en: 'More words like HELP', zh: '更多等同于 HELP 的词' },
    help: { en: 'Separated by commas.', zh: '以逗号分隔。' },
  },
] as const satisfies readonly SettingField[]

/** What an administrator may set on a channel besides the provider's own fields. */
export function channelSettings(addressKind: AddressKind): readonly SettingField[] {
  return addressKind === 'tel' ? [...commonSettings, ...phoneSettings] : commonSettings
}
