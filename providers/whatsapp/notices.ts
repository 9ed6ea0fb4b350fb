import { z } from 'zod'
import type { InboundEvent } from '../../src/contract/inbound.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { wordsOf } from './errors.ts'
import { type ApiError, word } from './shapes.ts'

/** Fields of the account and of its templates: they belong to no number. What they say is told as it stands. */
const topics: Readonly<Record<string, 'templates' | 'account'>> = {
  message_template_status_update: 'templates',
  message_template_quality_update: 'templates',
  message_template_components_update: 'templates',
  template_category_update: 'templates',
  account_alerts: 'account',
  account_review_update: 'account',
  account_update: 'account',
  business_capability_update: 'account',
  business_status_update: 'account',
  payment_configuration_update: 'account',
  phone_number_name_update: 'account',
  phone_number_quality_update: 'account',
  security: 'account',
}

const value = z
  .object({
    message_template_name: word,
    message_template_language: word,
    event: word,
    reason: word,
    new_quality_score: word,
    previous_category: word,
    correct_category: word,
    new_category: word,
    rejection_info: z.object({ reason: word, recommendation: word }).nullish().catch(undefined),
    disable_info: z.object({ disable_date: word }).nullish().catch(undefined),
    other_info: z.object({ title: word, description: word }).nullish().catch(undefined),
    display_phone_number: word,
    decision: word,
    requested_verified_name: word,
    rejection_reason: word,
    max_daily_conversations_per_business: word,
    current_limit: word,
    ban_info: z.object({ waba_ban_state: word }).nullish().catch(undefined),
    violation_info: z.object({ violation_type: word }).nullish().catch(undefined),
    restriction_info: z
      .array(z.object({ restriction_type: word }))
      .nullish()
      .catch(undefined),
    alert_info: z
      .object({ alert_severity: word, alert_type: word, alert_description: word })
      .nullish()
      .catch(undefined),
  })
  .catch({} as never)

/** A notice where the field is one of the account's or of its templates; undefined where it is any other. */
export function noticeOf(field: string, raw: unknown): InboundEvent | undefined {
  const topic = Object.hasOwn(topics, field) ? topics[field] : undefined
  return (
    topic && { kind: 'notice', topic, detail: cutText(`${field.replaceAll('_', ' ')}: ${saidOf(raw)}`, 500) }
  )
}

/** Meta could not process something for this number: a fault of the system, of the app or of the account. */
export function errorNotice(error: ApiError): InboundEvent {
  return { kind: 'notice', topic: 'account', detail: cutText(`error ${error.code}: ${wordsOf(error)}`, 500) }
}

function saidOf(raw: unknown): string {
  const said = value.parse(raw)
  const { message_template_name: template, message_template_language: language } = said
  // WhatsApp has been seen to write en-US here and en_US everywhere else.
  const which = template ? `${template} (${language?.replace('-', '_') ?? '?'})` : said.display_phone_number
  const categories = [said.previous_category, said.correct_category ?? said.new_category].filter(Boolean)
  const what = [
    said.event ?? said.decision ?? said.new_quality_score,
    categories.join(' → '),
    said.requested_verified_name,
    said.reason === 'NONE' ? undefined : said.reason,
    said.rejection_reason === 'NONE' ? undefined : said.rejection_reason,
    said.rejection_info?.reason,
    said.rejection_info?.recommendation,
    said.other_info?.title,
    said.other_info?.description,
    said.disable_info?.disable_date,
    said.max_daily_conversations_per_business ?? said.current_limit,
    said.ban_info?.waba_ban_state,
    said.violation_info?.violation_type,
    ...(said.restriction_info ?? []).map(({ restriction_type }) => restriction_type),
    said.alert_info?.alert_severity,
    said.alert_info?.alert_type,
    said.alert_info?.alert_description,
  ].filter(Boolean)
  return [which, ...what].filter(Boolean).join(' · ') || 'changed'
}
