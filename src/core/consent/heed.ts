import type { SettingValues } from '../../contract/settings.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { Arrival } from '../inbound/store-messages.ts'
import { acceptMessage, priorities } from '../outbound/accept.ts'
import { consentOf, recordConsent } from './consent.ts'
import { keywordOf } from './keyword.ts'
import type { Keyword } from './words.ts'

const answers = { out: 'opt_out_text', in: 'opt_in_text', help: 'help_text' } as const

/**
 * Heeds what messages that were just stored ask for, in their own transaction: records consent and, where the carrier
 * leaves it to us, queues the answer. Answers, for each delivery that has any, how many answers it caused.
 */
export async function heedKeywords(
  trx: Trx,
  backend: Backend,
  arrivals: readonly Arrival[],
  now: number,
): Promise<ReadonlyMap<number, number>> {
  const answered = new Map<number, number>()
  for (const arrival of arrivals) {
    const { delivery, entry, message } = arrival
    if (entry.provider.addressKind !== 'tel') continue
    const { values } = entry.channel
    const keyword = message.keyword ?? keywordOf(message.text, values)
    if (keyword === undefined) continue
    const changed = keyword === 'help' || (await record(trx, backend, arrival, keyword, now))
    // A carrier that names the keyword itself has answered by itself.
    const byCarrier = message.keyword !== undefined || values.opt_out_by === 'vendor'
    if (!changed || byCarrier || values.opt_out_answers !== true) continue
    if (await answer(trx, backend, arrival, textOf(values, keyword), now)) {
      answered.set(delivery, (answered.get(delivery) ?? 0) + 1)
    }
  }
  return answered
}

/**
 * Whether it changes anything: who has stopped already is told no second time, and nobody is asked back who never left. A
 * message may come late, from the carrier's list or out of quarantine: what was said after it holds.
 */
async function record(
  trx: Trx,
  backend: Backend,
  { entry, sender, message, identityId, conversationId }: Arrival,
  state: Exclude<Keyword, 'help'>,
  now: number,
): Promise<boolean> {
  const at = Math.min(message.receivedAt, now)
  const later = await consentOf(trx, sender.id, identityId)
  if (later && later.at > at) return false
  const said = {
    senderId: sender.id,
    identityId,
    conversationId,
    channelId: entry.id,
    state,
    source: 'contact',
    words: message.text ?? '',
    at,
  } as const
  const before = await recordConsent(trx, backend, said, now)
  return state === 'out' ? before?.state !== 'out' : before?.state === 'out'
}

async function answer(
  trx: Trx,
  backend: Backend,
  { entry, sender, conversationId }: Arrival,
  text: string,
  now: number,
): Promise<boolean> {
  if (text === '' || !entry.active) return false
  const target = { conversationId, senderId: sender.id, entry }
  const draft = { text, mediaIds: [] }
  const options = { priority: priorities.interactive, now, category: 'consent' } as const
  await acceptMessage(trx, backend, target, { type: 'system', id: null }, draft, options)
  return true
}

function textOf(values: SettingValues, keyword: Keyword): string {
  const text = values[answers[keyword]]
  return typeof text === 'string' ? text : ''
}
