import type { Channel, Protection } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { textOf } from '../../src/lib/text-of.ts'

/** What an administrator fills in. Forms of the ids: www.twilio.com/docs/glossary/what-is-a-sid, read 2026-11-21. */
export const fields = [
  {
    name: 'account_sid',
    type: 'text',
    required: true,
    maxLength: 34,
    pattern: /^AC[0-9a-fA-F]{32}$/,
    label: { en: 'Account SID', zh: '账户 SID' },
    help: {
      en: 'The account, or subaccount, that owns the numbers. It begins with AC.',
      zh: '拥有号码的账户或子账户，以 AC 开头。',
    },
    where: { en: 'Twilio Console, Account Info.', zh: 'Twilio 控制台的 Account Info。' },
  },
  {
    name: 'auth_token',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 64,
    pattern: /^[!-~]+$/,
    label: { en: 'Auth token', zh: 'Auth Token' },
    help: {
      en: "The primary auth token of that same account. It proves Twilio's webhooks, and sends unless an API key is given.",
      zh: '该账户的主 Auth Token，用于校验 Twilio 的 Webhook；未填写 API Key 时也用于发送。',
    },
    where: { en: 'Twilio Console, Account Info.', zh: 'Twilio 控制台的 Account Info。' },
  },
  {
    name: 'api_key',
    type: 'text',
    secret: true,
    maxLength: 34,
    pattern: /^SK[0-9a-fA-F]{32}$/,
    label: { en: 'API key SID', zh: 'API Key SID' },
    help: {
      en: 'Optional, advised: a key of its own for sending, which can be withdrawn alone. It begins with SK.',
      zh: '可选，建议填写：单独用于发送的密钥，可独立吊销，以 SK 开头。',
    },
    where: { en: 'Twilio Console, API keys & tokens.', zh: 'Twilio 控制台的 API keys & tokens。' },
  },
  {
    name: 'api_secret',
    type: 'text',
    secret: true,
    maxLength: 64,
    pattern: /^[!-~]+$/,
    label: { en: 'API key secret', zh: 'API Key Secret' },
    help: {
      en: 'The secret shown once when the API key was made. Leave both empty to send with the auth token.',
      zh: '创建 API Key 时只显示一次的密钥。两项都留空则使用 Auth Token 发送。',
    },
    where: { en: 'Twilio Console, API keys & tokens.', zh: 'Twilio 控制台的 API keys & tokens。' },
  },
  {
    name: 'messaging_service_sid',
    type: 'text',
    maxLength: 34,
    pattern: /^MG[0-9a-fA-F]{32}$/,
    label: { en: 'Messaging Service SID', zh: 'Messaging Service SID' },
    help: {
      en: "Optional. Messages go through this service, still from the conversation's own number, which must be in its sender pool.",
      zh: '可选。消息经由该服务发送，仍使用会话自己的号码，该号码须在服务的发送池中。',
    },
    where: { en: 'Twilio Console, Messaging, Services.', zh: 'Twilio 控制台的 Messaging → Services。' },
  },
] as const satisfies readonly SettingField[]

const publicApi = 'https://api.twilio.com'

/** Where the API is, without a slash at the end. */
export const apiBase = ({ values }: Channel): string =>
  (textOf(values, 'api_base_url') ?? publicApi).replace(/\/+$/, '')

/** Who asks: the API key where there is one, else the account itself. */
export function credentials({ values }: Channel): { username: string; password: string } {
  const key = textOf(values, 'api_key')
  const secret = textOf(values, 'api_secret')
  if (key && secret) return { username: key, password: secret }
  return { username: textOf(values, 'account_sid') ?? '', password: textOf(values, 'auth_token') ?? '' }
}

export function basicAuth(channel: Channel): string {
  const { username, password } = credentials(channel)
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** Everything that must not be repeated in an error. */
export const secretsOf = (channel: Channel): (string | undefined)[] => [
  basicAuth(channel).slice('Basic '.length),
  ...['auth_token', 'api_key', 'api_secret'].map((name) => textOf(channel.values, name)),
]

/**
 * Media addresses ask for the same credentials as the API, and lead on to a signed address of a CDN, which gets none. With
 * the API of another region they may be at that one or at the first (inferred).
 * Source: www.twilio.com/docs/messaging/api/media-resource, read 2026-11-21.
 */
export function mediaAccess(channel: Channel) {
  const { host } = new URL(apiBase(channel))
  const first = host.endsWith('.twilio.com') ? [new URL(publicApi).host] : []
  return { headers: { authorization: basicAuth(channel) }, hosts: [...new Set([host, ...first])] }
}

export const protection = (): Protection => ({
  level: 'signed',
  detail: {
    en: 'Every webhook is signed with the auth token, over its address and all of its fields.',
    zh: '每个 Webhook 都使用 Auth Token 对其地址和全部字段签名。',
  },
})
