import { z } from 'zod'
import type { Channel, CheckFact } from '../../src/contract/provider.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { word } from './shapes.ts'

/** What is asked of each number. Source: …/whatsapp/business-phone-numbers/phone-numbers, read 2026-11-21. */
export const numberFields = [
  ...['id', 'display_phone_number', 'verified_name', 'quality_rating', 'status', 'name_status'],
  ...['code_verification_status', 'platform_type', 'throughput'],
].join(',')

export const phoneNumber = z.object({
  id: z.coerce.string(),
  display_phone_number: word,
  verified_name: word,
  quality_rating: word,
  status: word,
  name_status: word,
  code_verification_status: word,
  platform_type: word,
  throughput: z.object({ level: word }).nullish().catch(undefined),
})
export type PhoneNumber = z.output<typeof phoneNumber>

/** The state of one number, Meta's words as they are; a warning where it cannot send, or soon may not. */
export function numberFacts(number: PhoneNumber): CheckFact[] {
  const { id, display_phone_number, verified_name, quality_rating, status, name_status } = number
  const shown = clean(display_phone_number ?? id)
  const label = (en: string, zh: string) => ({ en: `${shown}: ${en}`, zh: `${shown}：${zh}` })
  const fact = (en: string, zh: string, value: string | null | undefined, warning: boolean): CheckFact[] =>
    value ? [{ label: label(en, zh), value: clean(value), ...(warning ? { warning } : {}) }] : []
  const declined = name_status === 'DECLINED' || name_status === 'EXPIRED'
  return [
    ...fact('name', '名称', verified_name, false),
    ...fact('name review', '名称审核', declined ? name_status : undefined, true),
    ...fact('status', '状态', status, status !== 'CONNECTED'),
    ...fact('quality', '质量', quality_rating, quality_rating === 'RED' || quality_rating === 'YELLOW'),
    ...fact('throughput', '吞吐量', number.throughput?.level, false),
    ...fact('platform', '平台', number.platform_type, number.platform_type !== 'CLOUD_API'),
    // An enum of Meta's and its own sample differ on the word for the opposite.
    ...fact(
      'code verification',
      '号码验证',
      number.code_verification_status,
      number.code_verification_status === 'EXPIRED',
    ),
  ]
}

/** Senders that are no numbers of this account, and numbers that are no senders yet. */
export function listFacts(found: readonly PhoneNumber[], senders: readonly string[]): CheckFact[] {
  const ids = new Set(found.map(({ id }) => id))
  const strangers = senders.filter((sender) => !ids.has(sender))
  const idle = found.filter(({ id }) => !senders.includes(id))
  return [
    ...strangers.map((sender) => ({
      label: { en: `Sender ${sender}`, zh: `发送方 ${sender}` },
      value: { en: 'not a phone number ID of this account', zh: '不是该账户的电话号码 ID' },
      warning: true,
    })),
    ...idle.map(({ id, display_phone_number }) => ({
      label: { en: 'Not a sender yet', zh: '尚未添加为发送方' },
      value: idleNumber(clean(`${display_phone_number ?? ''}`), clean(id)),
    })),
  ]
}

const idleNumber = (number: string, id: string) => ({
  en: `${number} (phone number ID ${id})`.trim(),
  zh: `${number}（电话号码 ID ${id}）`,
})

/** Meta's name for each choice of `portfolio_limit`. Source: …/whatsapp/messaging-limits, read 2026-11-21. */
const tiers: Readonly<Record<string, string>> = {
  TIER_250: '250',
  TIER_2K: '2000',
  TIER_10K: '10000',
  TIER_100K: '100000',
  TIER_UNLIMITED: 'unlimited',
}

/** The portfolio's messaging limit, with a warning where the channel is set to a higher one. */
export function portfolioFact(answer: unknown, channel: Channel): CheckFact[] {
  const shape = z.object({ whatsapp_business_manager_messaging_limit: z.string() })
  const tier = shape.safeParse(answer).data?.whatsapp_business_manager_messaging_limit
  if (!tier) return []
  const meant = Object.hasOwn(tiers, tier) ? tiers[tier] : undefined
  const set = textOf(channel.values, 'portfolio_limit')
  const tooHigh = meant !== undefined && set !== undefined && peopleOf(set) > peopleOf(meant)
  const told = clean(tier)
  const value = tooHigh
    ? { en: `${told}; the channel is set to ${set}`, zh: `${told}；渠道设置为 ${set}` }
    : told
  return [{ label: { en: 'Messaging limit', zh: '消息上限' }, value, warning: tooHigh }]
}

const peopleOf = (limit: string) => (limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit))
const clean = (text: string) => vendorWords(text, [])
