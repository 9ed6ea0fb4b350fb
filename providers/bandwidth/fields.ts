import type { Channel, Protection } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { textOf } from '../../src/lib/text-of.ts'

const portal = 'Bandwidth App'

/** What an administrator fills in: one pair of credentials, preferably the first, and optionally the callback's own. */
export const fields = [
  {
    name: 'account_id',
    type: 'text',
    required: true,
    maxLength: 20,
    pattern: /^\d+$/,
    label: { en: 'Account ID', zh: '账户 ID' },
    help: { en: 'The number of your Bandwidth account.', zh: '您的 Bandwidth 账户编号。' },
    where: { en: `${portal}, Account → Settings.`, zh: `${portal} 的 Account → Settings。` },
  },
  {
    name: 'application_id',
    type: 'text',
    required: true,
    maxLength: 64,
    pattern: /^[0-9A-Za-z-]+$/,
    label: { en: 'Application ID', zh: '应用 ID' },
    help: {
      en: 'The messaging application that the numbers belong to, and that knows the webhook URL.',
      zh: '号码所属的消息应用，Webhook 地址也配置在该应用中。',
    },
    where: { en: `${portal}, Applications.`, zh: `${portal} 的 Applications 页面。` },
  },
  {
    name: 'client_id',
    type: 'text',
    maxLength: 200,
    pattern: /^[!-9;-~]+$/,
    label: { en: 'Client ID', zh: '客户端 ID（Client ID）' },
    help: {
      en: 'Of an API credential (OAuth 2 client credentials).',
      zh: 'API 凭据（OAuth 2 客户端凭据）的 Client ID。',
    },
    where: { en: `${portal}, Account → API Credentials.`, zh: `${portal} 的 Account → API Credentials。` },
  },
  {
    name: 'client_secret',
    type: 'text',
    secret: true,
    maxLength: 400,
    pattern: /^[!-~]+$/,
    label: { en: 'Client secret', zh: '客户端密钥（Client Secret）' },
    help: {
      en: 'Shown once when the API credential is made.',
      zh: '仅在创建 API 凭据时显示一次。',
    },
    where: { en: `${portal}, Account → API Credentials.`, zh: `${portal} 的 Account → API Credentials。` },
  },
  {
    name: 'username',
    type: 'text',
    maxLength: 200,
    pattern: /^[^:]+$/,
    label: { en: 'API user (old way)', zh: 'API 用户名（旧方式）' },
    help: {
      en: 'Only for accounts without API credentials; used where the client ID is empty. Bandwidth ends this way on 2 December 2026.',
      zh: '仅用于没有 API 凭据的账户，且 Client ID 为空时使用。Bandwidth 将于 2026 年 12 月 2 日停止支持。',
    },
  },
  {
    name: 'password',
    type: 'text',
    secret: true,
    maxLength: 400,
    label: { en: 'API password (old way)', zh: 'API 密码（旧方式）' },
    help: { en: 'The password of that API user.', zh: '该 API 用户的密码。' },
  },
  {
    name: 'callback_user',
    type: 'text',
    maxLength: 200,
    pattern: /^[^:]+$/,
    label: { en: 'Callback user', zh: '回调用户名' },
    help: {
      en: 'Advised: choose any, and enter the same in the application, for inbound and for status callbacks.',
      zh: '建议填写：自行设定，并在应用的入站回调与状态回调中填写相同的值。',
    },
    where: { en: `${portal}, the application's callback settings.`, zh: `${portal} 中该应用的回调设置。` },
  },
  {
    name: 'callback_password',
    type: 'text',
    secret: true,
    maxLength: 400,
    label: { en: 'Callback password', zh: '回调密码' },
    help: {
      en: 'With a callback user and password, webhooks without them are refused. Bandwidth signs nothing.',
      zh: '设置回调用户名和密码后，缺少它们的 Webhook 将被拒绝。Bandwidth 不提供签名。',
    },
    where: { en: `${portal}, the application's callback settings.`, zh: `${portal} 中该应用的回调设置。` },
  },
] as const satisfies readonly SettingField[]

/** What must never be shown, of the channel's settings. */
export function secretsOf(channel: Channel): readonly (string | undefined)[] {
  return fields.flatMap((field) => ('secret' in field ? [textOf(channel.values, field.name)] : []))
}

/** The user and password that callbacks must carry; undefined where none are set. */
export function callbackLogin(channel: Channel): { user: string; password: string } | undefined {
  const user = textOf(channel.values, 'callback_user') ?? ''
  const password = textOf(channel.values, 'callback_password') ?? ''
  return user || password ? { user, password } : undefined
}

export function protection(channel: Channel): Protection {
  return callbackLogin(channel)
    ? {
        level: 'login',
        detail: {
          en: 'Bandwidth signs nothing: the secret webhook address and the callback user and password protect this channel.',
          zh: 'Bandwidth 不提供签名：该渠道由保密的 Webhook 地址以及回调用户名和密码保护。',
        },
      }
    : {
        level: 'secret_url',
        detail: {
          en: 'Bandwidth signs nothing and no callback password is set: only the secret webhook address protects this channel.',
          zh: 'Bandwidth 不提供签名，且未设置回调密码：该渠道仅由保密的 Webhook 地址保护。',
        },
      }
}
