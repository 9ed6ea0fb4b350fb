import type { Channel, Protection } from '../../src/contract/provider.ts'
import type { SettingField, SettingValues } from '../../src/contract/settings.ts'
import { textOf } from '../../src/lib/text-of.ts'

/** What an administrator fills in. Addresses may be left out where the common `api_base_url` is set. */
export const fields = [
  {
    name: 'api_key',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 1024,
    // It travels in a header: printable ASCII without spaces.
    pattern: /^[!-~]+$/,
    label: { en: 'API key', zh: 'API 密钥' },
    help: {
      en: 'Sent to the carrier as "Authorization: Bearer …" with every request.',
      zh: '每次请求都以 “Authorization: Bearer …” 发送给运营商。',
    },
    where: { en: "The carrier's portal, under API access.", zh: '在运营商门户的 API 访问页面查看。' },
  },
  {
    name: 'secret',
    type: 'text',
    secret: true,
    maxLength: 1024,
    label: { en: 'Secret', zh: '签名密钥（Secret）' },
    help: {
      en: "Proves the carrier's webhooks (X-Signature-256). Without it anyone who learns the webhook address can post messages.",
      zh: '用于校验运营商 Webhook 的签名（X-Signature-256）。不设置时，任何知道 Webhook 地址的人都能投递消息。',
    },
    where: { en: "The carrier's portal, under webhooks.", zh: '在运营商门户的 Webhook 页面查看。' },
  },
  {
    name: 'send_url',
    type: 'url',
    maxLength: 2048,
    label: { en: 'Send URL', zh: '发送 URL' },
    help: {
      en: 'Where messages are posted. May stay empty if the API base URL is set; then it is <base>/messages.',
      zh: '消息提交的地址。设置了 API 基础地址时可留空，此时为 <基础地址>/messages。',
    },
  },
  {
    name: 'verify_url',
    type: 'url',
    maxLength: 2048,
    label: { en: 'Verify URL', zh: '验证 URL' },
    help: {
      en: 'Optional. Asked regularly, with a random challenge, whether the API key still works. With only the API base URL set it is <base>/verify.',
      zh: '可选。定期携带随机 challenge 请求此地址，确认 API 密钥有效。仅设置 API 基础地址时为 <基础地址>/verify。',
    },
  },
] as const satisfies readonly SettingField[]

/** Where to send; undefined where neither the send URL nor the base URL is set. */
export const sendUrl = (values: SettingValues) =>
  textOf(values, 'send_url') ?? below(textOf(values, 'api_base_url'), 'messages')

/**
 * Where to check the credentials; undefined where the carrier offers no such address. The base URL stands in only
 * where it also stands in for the send URL: a carrier with its own send URL and no verify URL has no check.
 */
export const verifyUrl = (values: SettingValues) =>
  textOf(values, 'verify_url') ??
  (textOf(values, 'send_url') ? undefined : below(textOf(values, 'api_base_url'), 'verify'))

const below = (base: string | undefined, path: string) => base && `${base.replace(/\/+$/, '')}/${path}`

export function protection(channel: Channel): Protection {
  return textOf(channel.values, 'secret')
    ? {
        level: 'signed',
        detail: { en: 'Every webhook is signed with the secret.', zh: '每个 Webhook 都使用签名密钥签名。' },
      }
    : {
        level: 'secret_url',
        detail: {
          en: 'No secret is set, so signatures are not checked: only the secret webhook address protects this channel.',
          zh: '未设置签名密钥，不校验签名：该渠道仅由保密的 Webhook 地址保护。',
        },
      }
}
