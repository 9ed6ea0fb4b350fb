import type { InboundReceipt } from '../../src/contract/inbound.ts'
import type { PricedConversation, Pricing } from '../../src/contract/pricing.ts'
import type { Status } from './shapes.ts'

/** Prices are for each message since July 2025, and were for a conversation of 24 hours before. */
const models: ReadonlyMap<string, Pricing['model']> = new Map([
  ['pmp', 'message'],
  ['cbp', 'conversation'],
])

/**
 * What a status says of the message's price. A free entry point (an advertisement, a button of a Page) makes 72 hours free
 * of charge; until when Meta lets the business write freely does not change by it.
 * Source: …/webhooks/reference/messages/status and …/whatsapp/pricing, read 2026-11-21.
 */
export function pricingOf({ pricing, conversation }: Status): Pick<InboundReceipt, 'pricing'> {
  const counted = conversationOf(conversation)
  const model = models.get(lower(pricing?.pricing_model) ?? '')
  const type = lower(pricing?.type)
  const category = lower(pricing?.category)
  const told: Pricing = {
    ...(typeof pricing?.billable === 'boolean' ? { billable: pricing.billable } : {}),
    ...(model ? { model } : {}),
    ...(type ? { type } : {}),
    ...(category ? { category } : {}),
    ...(counted ? { conversation: counted } : {}),
  }
  return Object.keys(told).length > 0 ? { pricing: told } : {}
}

function conversationOf(conversation: Status['conversation']): PricedConversation | undefined {
  if (!conversation?.id) return undefined
  const origin = lower(conversation.origin?.type)
  const expiresAt = Math.round(Number(conversation.expiration_timestamp ?? Number.NaN) * 1000)
  return {
    id: conversation.id.slice(0, 255),
    ...(origin ? { origin } : {}),
    ...(expiresAt > 0 && expiresAt < latest ? { expiresAt } : {}),
  }
}

const latest = Date.UTC(2100, 0, 1)
const lower = (text: string | null | undefined) => text?.trim().toLowerCase().slice(0, 60) || undefined
