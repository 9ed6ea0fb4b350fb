import type { Channel, Protection } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { textOf } from '../../src/lib/text-of.ts'

const defaultPartsWaitSeconds = 5

/** The API user, and a setting for each behaviour that is inferred and not known (see the README). */
export const fields = [
  {
    name: 'username',
    type: 'text',
    required: true,
    maxLength: 200,
    label: { en: 'User name', zh: '用户名' },
    help: {
      en: 'A portal user of the kind "Standard" with API access switched on.',
      zh: '已启用 API 访问的“Standard”类型门户用户。',
    },
    where: {
      en: "VoiceMeUp's customer portal, in the list of users.",
      zh: 'VoiceMeUp 客户门户的用户列表。',
    },
  },
  {
    name: 'auth_token',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 500,
    pattern: /^[!-~]+$/,
    label: { en: 'Auth token', zh: '认证令牌（Auth Token）' },
    help: { en: "The user's token for the API, not the password.", zh: '该用户的 API 令牌，不是密码。' },
    where: {
      en: "VoiceMeUp's customer portal, on the user's Access tab.",
      zh: 'VoiceMeUp 客户门户中该用户的 Access 选项卡。',
    },
  },
  {
    name: 'parts_wait_seconds',
    type: 'number',
    min: 0,
    max: 60,
    default: defaultPartsWaitSeconds,
    unit: 's',
    label: { en: 'Wait for the picture of a text', zh: '等待文本对应图片的时间' },
    help: {
      en: 'A picture with a text comes in two webhooks, the text first. It waits this long for its picture; 0 shows both at once, as two messages.',
      zh: '带文本的图片分两个 Webhook 到达，文本在先。文本等待图片的最长时间；0 表示不等待，显示为两条消息。',
    },
  },
  {
    name: 'credential_check',
    type: 'choice',
    default: 'off',
    choices: [
      { value: 'off', label: { en: 'No', zh: '否' } },
      { value: 'empty_message', label: { en: 'Queue an empty message', zh: '提交空消息' } },
    ],
    label: { en: 'Check the token regularly', zh: '定期检查令牌' },
    help: {
      en: 'Untried: VoiceMeUp has no call for it. A message without a number should be refused, for its token where that is wrong.',
      zh: '未经验证：VoiceMeUp 没有专门的接口。没有号码的消息应被拒绝；令牌错误时会因令牌被拒绝。',
    },
  },
] as const satisfies readonly SettingField[]

export const secretsOf = ({ values }: Channel) => [textOf(values, 'auth_token')]

export function partsWaitMs({ values }: Channel): number {
  const seconds = values.parts_wait_seconds
  return (typeof seconds === 'number' ? seconds : defaultPartsWaitSeconds) * 1000
}

/** Source of address and names: roomkit-live/roomkit providers/voicemeup/{sms,config}.py, read 2026-11-21. */
export function queueUrl({ values }: Channel): string {
  const base = textOf(values, 'api_base_url') ?? 'https://clients.voicemeup.com'
  return `${base.replace(/\/+$/, '')}/api/v1.1/json/queue_sms`
}

/** A request to the API: user and token go into the body, where no log of addresses shows them. */
export function queueForm({ values }: Channel, fields: Readonly<Record<string, string>>) {
  const user = { username: textOf(values, 'username') ?? '', auth_token: textOf(values, 'auth_token') ?? '' }
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({ ...user, ...fields }).toString(),
  }
}

export const protection = (): Protection => ({
  level: 'secret_url',
  detail: {
    en: 'VoiceMeUp signs nothing: only the secret webhook address protects this channel. Enter it in both callback boxes of each DID.',
    zh: 'VoiceMeUp 不提供签名：该渠道仅由保密的 Webhook 地址保护。请在每个 DID 的两个回调框中都填写该地址。',
  },
})
