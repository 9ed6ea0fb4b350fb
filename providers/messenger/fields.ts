import type { Channel } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { appSecretOf, metaFields, unbroken } from '../../src/lib/meta/fields.ts'
import { textOf } from '../../src/lib/text-of.ts'

export const fields = [
  ...metaFields,
  {
    name: 'access_token',
    type: 'text',
    secret: true,
    required: true,
    maxLength: 1000,
    ...unbroken,
    label: { en: 'Access token', zh: '访问令牌' },
    help: {
      en: 'Of one Page, or of a system user to whom all the Pages of this channel are assigned.',
      zh: '某个公共主页的令牌，或已分配该渠道全部公共主页的系统用户的令牌。',
    },
    where: {
      en: 'One Page: your app → Messenger → Messenger API settings → Generate access tokens. System user: business.facebook.com → Settings → System users → Generate token, without an end.',
      zh: '单个主页：应用 → Messenger → Messenger API 设置 → 生成访问令牌。系统用户：business.facebook.com → 设置 → 系统用户 → 生成令牌（永不过期）。',
    },
  },
  {
    name: 'access_by',
    type: 'choice',
    default: 'page',
    choices: [
      { value: 'page', label: { en: 'A Page (one sender)', zh: '公共主页（一个号码）' } },
      {
        value: 'system_user',
        label: { en: 'A system user (several Pages)', zh: '系统用户（多个公共主页）' },
      },
    ],
    label: { en: 'The token belongs to', zh: '令牌所属' },
    help: {
      en: "With a system user's token, the token of each Page is fetched when it is needed.",
      zh: '使用系统用户令牌时，各公共主页的令牌会在需要时自动获取。',
    },
  },
  {
    name: 'human_agent',
    type: 'boolean',
    default: false,
    label: { en: 'Human Agent is approved', zh: '已获批 Human Agent' },
    help: {
      en: "Meta's app review approved the Human Agent feature: people may answer up to 7 days after the customer's last message instead of 24 hours.",
      zh: 'Meta 应用审核已批准 Human Agent 功能：坐席可在客户最后一条消息后 7 天内回复，而非 24 小时。',
    },
  },
] as const satisfies readonly SettingField[]

export const tokenOf = ({ values }: Channel) => textOf(values, 'access_token')

export const ofSystemUser = ({ values }: Channel) => values.access_by === 'system_user'

/** What must not be shown, whoever echoes it. */
export const secretsOf = (channel: Channel) => [
  tokenOf(channel),
  appSecretOf(channel),
  textOf(channel.values, 'verify_token'),
]
