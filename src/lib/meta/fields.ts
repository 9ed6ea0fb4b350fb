import type { Channel } from '../../contract/provider.ts'
import type { SettingField } from '../../contract/settings.ts'
import { textOf } from '../text-of.ts'
import { defaultVersion } from './versions.ts'

const basic = {
  en: 'developers.facebook.com → My Apps → your app → App settings → Basic.',
  zh: 'developers.facebook.com → 我的应用 → 您的应用 → 应用设置 → 基本。',
}

/** An id of Meta's. */
export const digits = { pattern: /^\d{5,25}$/, form: { en: '5 to 25 digits', zh: '5 至 25 位数字' } } as const
/** A secret or a token. */
export const unbroken = {
  pattern: /^[!-~]+$/,
  form: { en: 'letters, digits and signs without a space', zh: '英文字母、数字和符号，不含空格' },
} as const

/** The settings that every channel of Meta's has: its app, and how the two sides know each other. */
export const metaFields = [
  {
    name: 'app_id',
    type: 'text',
    required: true,
    ...digits,
    label: { en: 'App ID', zh: '应用编号' },
    help: {
      en: 'Tells our own messages from those of other apps, and lets the check ask until when the token lasts.',
      zh: '用于区分本应用与其他应用发送的消息，并在检查时查询令牌的有效期。',
    },
    where: basic,
  },
  {
    name: 'app_secret',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 200,
    ...unbroken,
    label: { en: 'App secret', zh: '应用密钥' },
    help: {
      en: 'Proves that webhooks come from Meta, and to Meta that calls come from here.',
      zh: '用于验证 Webhook 来自 Meta，并向 Meta 证明请求由本系统发出。',
    },
    where: basic,
  },
  {
    name: 'verify_token',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 200,
    ...unbroken,
    label: { en: 'Verify token', zh: '验证令牌' },
    help: {
      en: 'Any long random text of your own. Enter the same beside the webhook address at Meta.',
      zh: '自行设定的一段随机长文本，需与在 Meta 填写 Webhook 地址时输入的内容相同。',
    },
  },
  {
    name: 'graph_version',
    type: 'text',
    default: defaultVersion,
    pattern: /^v\d{1,3}\.\d{1,2}$/,
    form: { en: 'written like v25.0', zh: '形如 v25.0' },
    label: { en: 'Graph API version', zh: 'Graph API 版本' },
    help: {
      en: 'Each lasts about two years; the check warns 60 days before it ends.',
      zh: '每个版本约可使用两年；到期前 60 天起，检查会给出提醒。',
    },
  },
] as const satisfies readonly SettingField[]

export const appIdOf = ({ values }: Channel) => textOf(values, 'app_id') ?? ''
export const appSecretOf = ({ values }: Channel) => textOf(values, 'app_secret') ?? ''
export const versionOf = ({ values }: Channel) => textOf(values, 'graph_version') ?? defaultVersion

/** Where Graph calls go, version included, without a slash at the end. */
export function graphBase(channel: Channel): string {
  const base = textOf(channel.values, 'api_base_url') ?? 'https://graph.facebook.com'
  return `${base.replace(/\/+$/, '')}/${versionOf(channel)}`
}
