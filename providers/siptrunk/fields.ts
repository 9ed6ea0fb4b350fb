import type { Channel, Protection } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { basicAuth } from '../../src/lib/basic-auth.ts'
import { textOf } from '../../src/lib/text-of.ts'

const where = {
  en: "SIPTRUNK's customer portal, under Messaging.",
  zh: 'SIPTRUNK 客户门户的 Messaging 页面。',
}
const off = { value: 'off', label: { en: 'No', zh: '否' } }

/** The keys, and a switch for each behaviour that is inferred and not known (see the README). */
export const fields = [
  {
    name: 'access_key',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 200,
    pattern: /^[!-9;-~]+$/,
    label: { en: 'Access key', zh: '访问密钥（Access Key）' },
    help: { en: 'The user name of the messaging API.', zh: '消息 API 的用户名。' },
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
    help: { en: 'The password of the messaging API.', zh: '消息 API 的密码。' },
    where,
  },
  {
    name: 'number_form',
    type: 'choice',
    default: 'plus',
    choices: [
      { value: 'plus', label: { en: '+12025550101', zh: '+12025550101' } },
      { value: 'digits', label: { en: '12025550101', zh: '12025550101' } },
    ],
    label: { en: 'Numbers are sent as', zh: '发送号码格式' },
    help: {
      en: 'With the plus sign, unless SIPTRUNK refuses every number.',
      zh: '默认带加号；仅当 SIPTRUNK 拒绝所有号码时更改。',
    },
  },
  {
    name: 'answer_without_id',
    type: 'choice',
    default: 'accepted',
    choices: [
      { value: 'accepted', label: { en: 'Sent', zh: '已发送' } },
      { value: 'unknown', label: { en: 'Unconfirmed', zh: '未确认' } },
    ],
    label: { en: 'A 2xx answer without a message id means', zh: '无消息 ID 的 2xx 应答视为' },
    help: {
      en: 'SIPTRUNK does not say what its answers hold; known integrations take any 2xx for success.',
      zh: 'SIPTRUNK 未说明应答内容；已知的集成将任何 2xx 视为成功。',
    },
  },
  {
    name: 'ask_for_receipts',
    type: 'choice',
    default: 'off',
    choices: [
      off,
      { value: 'dlr_callback', label: { en: 'Yes, with dlr_callback', zh: '是，使用 dlr_callback' } },
    ],
    label: { en: 'Ask for delivery receipts', zh: '请求送达回执' },
    help: {
      en: 'Untried: sends the receipt address that the sister company Flowroute takes. If every send is refused, leave it off.',
      zh: '未经验证：发送姊妹公司 Flowroute 使用的回执地址。如所有发送均被拒绝，请关闭。',
    },
  },
  {
    name: 'credential_check',
    type: 'choice',
    default: 'off',
    choices: [off, { value: 'empty_message', label: { en: 'Post an empty message', zh: '提交空消息' } }],
    label: { en: 'Check the keys regularly', zh: '定期检查密钥' },
    help: {
      en: 'Untried: SIPTRUNK has no call for it. An empty message should be refused, with 401 or 403 where the keys are wrong.',
      zh: '未经验证：SIPTRUNK 没有专门的接口。空消息应被拒绝；密钥错误时返回 401 或 403。',
    },
  },
] as const satisfies readonly SettingField[]

export const secretsOf = ({ values }: Channel) => [textOf(values, 'access_key'), textOf(values, 'secret_key')]

/**
 * The API has one address, the root. Source of address, login and content type: simontelephonics/smsconnector
 * provider-Siptrunk.php, read 2026-11-21.
 */
export const apiUrl = ({ values }: Channel) =>
  `${(textOf(values, 'api_base_url') ?? 'https://messaging.siptrunk.com').replace(/\/+$/, '')}/`

export const apiHeaders = ({ values }: Channel) => ({
  authorization: basicAuth(textOf(values, 'access_key') ?? '', textOf(values, 'secret_key') ?? ''),
  'content-type': 'application/vnd.api+json',
  accept: 'application/vnd.api+json',
})

export const protection = (): Protection => ({
  level: 'secret_url',
  detail: {
    en: 'SIPTRUNK signs nothing: only the secret webhook address protects this channel. If a number stays silent, assign the webhook to it: SIPTRUNK wants that for every DID.',
    zh: 'SIPTRUNK 不提供签名：该渠道仅由保密的 Webhook 地址保护。如某个号码没有消息，请为其分配 Webhook：SIPTRUNK 要求逐个 DID 分配。',
  },
})
