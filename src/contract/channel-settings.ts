import type { SettingField } from './settings.ts'

/** Settings that every channel has, whatever its provider. `messages_per_second` defaults to the provider's limit. */
export const channelSettings = [
  {
    name: 'messages_per_second',
    type: 'number',
    min: 0.01,
    max: 1000,
    unit: 'messages/s',
    label: { en: 'Messages per second', zh: '每秒消息数' },
    help: {
      en: 'The most messages this channel sends in any one second. Takes effect at once.',
      zh: '该渠道在任意一秒内最多发送的消息数，修改后立即生效。',
    },
  },
  {
    name: 'auto_close_days',
    type: 'number',
    min: 0,
    max: 365,
    default: 7,
    unit: 'days',
    label: { en: 'Close after days without activity', zh: '无活动自动关闭天数' },
    help: {
      en: 'A conversation with no message for this many days is closed. 0 never closes.',
      zh: '会话在此天数内没有消息时自动关闭；0 表示从不关闭。',
    },
  },
  {
    name: 'default_media_text',
    type: 'text',
    maxLength: 160,
    default: '',
    label: { en: 'Text sent with files', zh: '随文件发送的默认文本' },
    help: {
      en: 'Sent when an agent sends a file without any text and the carrier needs some.',
      zh: '当坐席只发送文件而运营商要求文本时使用。',
    },
  },
  {
    name: 'api_base_url',
    type: 'url',
    label: { en: 'API base URL', zh: 'API 基础地址' },
    help: {
      en: "Replaces the provider's own address, for example to point the channel at the sandbox.",
      zh: '替换服务商的默认地址，例如指向沙箱。',
    },
  },
] as const satisfies readonly SettingField[]
