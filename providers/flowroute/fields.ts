import type { Channel, Protection } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { basicAuth } from '../../src/lib/basic-auth.ts'
import { textOf } from '../../src/lib/text-of.ts'

const where = {
  en: 'Flowroute Manage, Preferences → API Control.',
  zh: 'Flowroute Manage 的 Preferences → API Control。',
}

export const fields = [
  {
    name: 'access_key',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 200,
    pattern: /^[!-9;-~]+$/,
    label: { en: 'Access key', zh: '访问密钥（Access Key）' },
    help: { en: 'The user name of the API.', zh: 'API 的用户名。' },
    where,
  },
  {
    name: 'secret_key',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 200,
    pattern: /^[!-~]+$/,
    label: { en: 'Secret key', zh: '私密密钥（Secret Key）' },
    help: { en: 'The password of the API.', zh: 'API 的密码。' },
    where,
  },
  {
    name: 'api_version',
    type: 'choice',
    default: '2.1',
    choices: [
      { value: '2.1', label: { en: 'v2.1: numbers without +', zh: 'v2.1：号码不带 +' } },
      { value: '2.2', label: { en: 'v2.2: numbers with +', zh: 'v2.2：号码带 +' } },
    ],
    label: { en: 'API version', zh: 'API 版本' },
    help: {
      en: 'For sending. Webhooks of every version are read, the old flat one too.',
      zh: '用于发送。各版本的 Webhook（包括旧的扁平格式）均可读取。',
    },
  },
  {
    name: 'straighten_quotes',
    type: 'boolean',
    default: true,
    label: { en: 'Straighten curly quotes', zh: '将弯引号替换为直引号' },
    help: {
      en: 'Flowroute says that curly quotes are known to cause errors.',
      zh: 'Flowroute 说明弯引号可能导致错误。',
    },
  },
] as const satisfies readonly SettingField[]

export const secretsOf = ({ values }: Channel) => [textOf(values, 'access_key'), textOf(values, 'secret_key')]

export const authorization = ({ values }: Channel) =>
  basicAuth(textOf(values, 'access_key') ?? '', textOf(values, 'secret_key') ?? '')

export const isVersion22 = ({ values }: Channel) => values.api_version === '2.2'

/** Source: developer.flowroute.com/api/messages/v2.1 and v2.2, read 2026-11-21. */
export function messagesUrl(channel: Channel): string {
  const base = textOf(channel.values, 'api_base_url') ?? 'https://api.flowroute.com'
  return `${base.replace(/\/+$/, '')}/v${isVersion22(channel) ? '2.2' : '2.1'}/messages`
}

export const protection = (): Protection => ({
  level: 'secret_url',
  detail: {
    en: 'Flowroute signs nothing: only the secret webhook address protects this channel. Allowed webhook addresses can narrow it.',
    zh: 'Flowroute 不提供签名：该渠道仅由保密的 Webhook 地址保护，可通过“允许的 Webhook 来源地址”进一步限制。',
  },
})
