import type { Channel, Protection } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { textOf } from '../../src/lib/text-of.ts'

export const fields = [
  {
    name: 'api_key',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 256,
    pattern: /^[!-~]+$/,
    label: { en: 'API key', zh: 'API 密钥' },
    help: {
      en: 'A v2 API key; it begins with KEY. Sent as "Authorization: Bearer …".',
      zh: 'v2 版 API 密钥，以 KEY 开头，以 “Authorization: Bearer …” 发送。',
    },
    where: { en: 'Telnyx portal, API Keys.', zh: 'Telnyx 门户的 API Keys 页面。' },
  },
  {
    name: 'public_key',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 44,
    pattern: /^[A-Za-z0-9+/]{43}=$/,
    label: { en: 'Public key', zh: '公钥（Public Key）' },
    help: {
      en: "Proves Telnyx's webhooks. One for the whole account: 44 characters, the last is =.",
      zh: '用于校验 Telnyx 的 Webhook，整个账户共用一个，44 个字符，以 = 结尾。',
    },
    where: { en: 'Telnyx portal, API Keys, Public Key.', zh: 'Telnyx 门户的 API Keys → Public Key。' },
  },
  {
    name: 'messaging_profile_id',
    type: 'text',
    maxLength: 36,
    pattern: /^[0-9a-fA-F-]{36}$/,
    label: { en: 'Messaging profile ID', zh: 'Messaging Profile ID' },
    help: {
      en: 'Only needed where a sender of this channel is a name (alphanumeric sender ID).',
      zh: '仅当该渠道的发送方为名称（字母数字 Sender ID）时需要。',
    },
    where: { en: 'Telnyx portal, Messaging.', zh: 'Telnyx 门户的 Messaging 页面。' },
  },
] as const satisfies readonly SettingField[]

const publicApi = 'https://api.telnyx.com/v2'

/** Where the API is, its version included, without a slash at the end. */
export const apiBase = ({ values }: Channel): string =>
  (textOf(values, 'api_base_url') ?? publicApi).replace(/\/+$/, '')

/** Everything that must not be repeated in an error. */
export const secretsOf = ({ values }: Channel): (string | undefined)[] =>
  ['api_key', 'public_key'].map((name) => textOf(values, name))

export const protection = (): Protection => ({
  level: 'signed',
  detail: {
    en: 'Every webhook is signed by Telnyx (Ed25519), together with its time.',
    zh: '每个 Webhook 连同时间戳都由 Telnyx 签名（Ed25519）。',
  },
})
