import type { Channel } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { appSecretOf, digits, metaFields, unbroken } from '../../src/lib/meta/fields.ts'
import { textOf } from '../../src/lib/text-of.ts'

const business = {
  en: 'business.facebook.com → Settings → Accounts → WhatsApp accounts.',
  zh: 'business.facebook.com → 设置 → 账户 → WhatsApp 账户。',
}

/** The portfolio's messaging limit: people who are written to outside a window, in any 24 hours. */
const portfolioLimits = ['250', '2000', '10000', '100000', 'unlimited'] as const

export const fields = [
  {
    name: 'access_token',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 1000,
    ...unbroken,
    label: { en: 'Access token', zh: '访问令牌' },
    help: {
      en: 'Of a system user with whatsapp_business_messaging and whatsapp_business_management, without an end.',
      zh: '系统用户的永久令牌，需具备 whatsapp_business_messaging 与 whatsapp_business_management 权限。',
    },
    where: {
      en: 'business.facebook.com → Settings → Users → System users → Generate token.',
      zh: 'business.facebook.com → 设置 → 用户 → 系统用户 → 生成令牌。',
    },
  },
  {
    name: 'waba_id',
    type: 'text',
    required: true,
    ...digits,
    label: { en: 'WhatsApp Business Account ID', zh: 'WhatsApp Business 账户编号' },
    help: {
      en: 'The account that holds the numbers and the templates. A number itself is entered as a sender, by its phone number ID.',
      zh: '持有号码和模板的账户。号码本身以其“电话号码编号”作为发送方添加。',
    },
    where: business,
  },
  ...metaFields,
  {
    name: 'media_delivery',
    type: 'choice',
    default: 'upload',
    choices: [
      { value: 'upload', label: { en: 'Uploaded to WhatsApp', zh: '上传至 WhatsApp' } },
      { value: 'link', label: { en: 'Fetched by WhatsApp from here', zh: '由 WhatsApp 从本系统获取' } },
    ],
    label: { en: 'Files', zh: '文件' },
    help: {
      en: 'Uploading works behind any firewall, once for each file in 30 days. A link saves the upload and needs a public address.',
      zh: '上传方式可在防火墙后使用，每个文件 30 天内只上传一次；链接方式无需上传，但要求本系统有公网地址。',
    },
  },
  {
    name: 'portfolio_id',
    type: 'text',
    ...digits,
    label: { en: 'Business portfolio ID', zh: '业务组合编号' },
    help: {
      en: 'All numbers of a portfolio share one messaging limit: channels with the same ID are counted together.',
      zh: '同一业务组合的所有号码共用一个消息上限：编号相同的渠道合并计数。',
    },
    where: {
      en: 'business.facebook.com → Settings → Business info.',
      zh: 'business.facebook.com → 设置 → 商家信息。',
    },
  },
  {
    name: 'portfolio_limit',
    type: 'choice',
    default: '2000',
    choices: portfolioLimits.map((value) => ({
      value,
      label:
        value === 'unlimited'
          ? { en: 'Unlimited', zh: '无上限' }
          : {
              en: `${Number(value).toLocaleString('en')} people in 24 hours`,
              zh: `24 小时内 ${Number(value).toLocaleString('en')} 人`,
            },
    })),
    label: { en: 'Messaging limit', zh: '消息上限' },
    help: {
      en: 'To how many people the portfolio may send templates outside the 24-hour window. The check shows what Meta says.',
      zh: '业务组合在 24 小时窗口之外可向多少人发送模板。检查时会显示 Meta 给出的数值。',
    },
    where: {
      en: 'WhatsApp Manager → Overview → Limits.',
      zh: 'WhatsApp 管理工具 → 概览 → 上限。',
    },
  },
] as const satisfies readonly SettingField[]

export const tokenOf = ({ values }: Channel) => textOf(values, 'access_token') ?? ''
export const wabaOf = ({ values }: Channel) => textOf(values, 'waba_id') ?? ''

/** Everything that must not be repeated in an error. */
export const secretsOf = (channel: Channel): (string | undefined)[] => [
  tokenOf(channel) || undefined,
  appSecretOf(channel) || undefined,
  textOf(channel.values, 'verify_token'),
]
