import type { Channel, Protection } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { textOf } from '../../src/lib/text-of.ts'

const where = {
  en: 'The Apidaze or VoIP Innovations portal, on the page of your application.',
  zh: 'Apidaze 或 VoIP Innovations 门户中的应用页面。',
}
const defaultWindowSeconds = 120

/** Source: apidaze/sdk-node lib/rest/Http.js; nemerald-voip/fspbx config; both read 2026-11-21. */
const addresses = {
  apidaze: 'https://api.apidaze.io',
  voip_innovations: 'https://cpaas-api.voipinnovations.com',
} as const

/** The application's key and secret, and a setting for each behaviour that is inferred and not known (see the README). */
export const fields = [
  {
    name: 'api_key',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 200,
    pattern: /^[\w.~-]+$/,
    label: { en: 'API key', zh: 'API 密钥（API Key）' },
    help: { en: 'Names the application.', zh: '用于标识应用。' },
    where,
  },
  {
    name: 'api_secret',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 200,
    pattern: /^[!-~]+$/,
    label: { en: 'API secret', zh: 'API 密码（API Secret）' },
    help: { en: "The application's password.", zh: '应用的密码。' },
    where,
  },
  {
    name: 'platform',
    type: 'choice',
    default: 'apidaze',
    choices: [
      { value: 'apidaze', label: { en: 'Apidaze (api.apidaze.io)', zh: 'Apidaze（api.apidaze.io）' } },
      {
        value: 'voip_innovations',
        label: {
          en: 'VoIP Innovations (cpaas-api.voipinnovations.com)',
          zh: 'VoIP Innovations（cpaas-api.voipinnovations.com）',
        },
      },
    ],
    label: { en: 'Platform', zh: '平台' },
    help: {
      en: 'Where the account is. Keys of one are not known at the other.',
      zh: '账户所在平台。两个平台的密钥互不通用。',
    },
  },
  {
    name: 'repeat_window_seconds',
    type: 'number',
    min: 10,
    max: 3600,
    default: defaultWindowSeconds,
    unit: 's',
    label: { en: 'Same message again within', zh: '重复消息判定时间' },
    help: {
      en: 'Apidaze gives messages no id: the same words and files from the same person within this time are taken for a repeat, and shown once.',
      zh: 'Apidaze 的消息没有 ID：同一联系人在此时间内发送的相同文本和文件视为重复，只显示一次。',
    },
  },
  {
    name: 'carrier_retries',
    type: 'number',
    min: 0,
    max: 3,
    default: 0,
    label: { en: "Apidaze's own retries", zh: 'Apidaze 自身的重试次数' },
    help: {
      en: 'How often Apidaze itself tries to hand a message on (num_retries). 0 leaves it to Apidaze.',
      zh: 'Apidaze 自身转发消息的尝试次数（num_retries）。0 表示由 Apidaze 决定。',
    },
  },
] as const satisfies readonly SettingField[]

/** Apidaze takes no files without a text. */
export const defaultMediaText = 'File attached'

export const mediaTextOf = ({ values }: Channel) => textOf(values, 'default_media_text') ?? defaultMediaText

export function repeatWindowMs({ values }: Channel): number {
  const seconds = values.repeat_window_seconds
  return (typeof seconds === 'number' ? seconds : defaultWindowSeconds) * 1000
}

/** As they are and as they stand in an address, for words that quote either. */
export function secretsOf({ values }: Channel): readonly string[] {
  const secrets = [textOf(values, 'api_key') ?? '', textOf(values, 'api_secret') ?? '']
  return secrets.flatMap((secret) => [secret, encodeURIComponent(secret)])
}

/**
 * The address of a call. The secret stands in it, because Apidaze takes it nowhere else: nobody may write this down.
 * Source: apidaze/sdk-node lib/rest/Http.js, read 2026-11-21.
 */
export function apiUrl({ values }: Channel, call: string): string {
  const platform = values.platform === 'voip_innovations' ? 'voip_innovations' : 'apidaze'
  const base = (textOf(values, 'api_base_url') ?? addresses[platform]).replace(/\/+$/, '')
  const key = encodeURIComponent(textOf(values, 'api_key') ?? '')
  return `${base}/${key}/${call}?api_secret=${encodeURIComponent(textOf(values, 'api_secret') ?? '')}`
}

export const protection = (): Protection => ({
  level: 'secret_url',
  detail: {
    en: 'Apidaze signs nothing: only the secret webhook address protects this channel. Allowed webhook addresses can narrow it.',
    zh: 'Apidaze 不提供签名：该渠道仅由保密的 Webhook 地址保护，可通过“允许的 Webhook 来源地址”进一步限制。',
  },
})
