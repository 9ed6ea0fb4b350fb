import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { Channel, CheckFact, CheckResult } from '../../src/contract/provider.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { failedCheck } from '../../src/lib/meta/checked.ts'
import { appIdOf, graphBase, versionOf } from '../../src/lib/meta/fields.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { tokenFacts } from '../../src/lib/meta/token-facts.ts'
import { versionFact } from '../../src/lib/meta/versions.ts'
import { listFacts, numberFacts, numberFields, phoneNumber, portfolioFact } from './check-facts.ts'
import { secretsOf, tokenOf, wabaOf } from './fields.ts'
import { askTimeoutMs } from './limits.ts'
import { listOf } from './shapes.ts'

const numbers = z.object({ data: z.array(z.unknown()) })
const apps = z.object({
  data: listOf(z.object({ whatsapp_business_api_data: z.object({ id: z.coerce.string() }) })),
})
const needed = ['whatsapp_business_messaging', 'whatsapp_business_management'] as const
/** An account has at most 25 numbers, until Meta raises it. */
const mostNumbers = '100'

/**
 * Asks for the account's numbers: that proves the token and its right to the account, and tells the state of each number.
 * The token, the subscription and the portfolio's limit are told as facts; they do not decide.
 * Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers and
 * …/webhooks/overview, read 2026-11-21.
 */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  if (!tokenOf(channel)) return { status: 'unauthorised', detail: 'The channel has no access token.' }
  if (!wabaOf(channel)) {
    return { status: 'unauthorised', detail: 'The channel has no WhatsApp Business Account ID.' }
  }
  const account = encodeURIComponent(wabaOf(channel))
  const asking = `Asked ${new URL(graphBase(channel)).host} for the numbers of the account`
  const result = await ask(
    `${account}/phone_numbers`,
    { fields: numberFields, limit: mostNumbers },
    channel,
    io,
  )
  const failed = failedCheck(result, asking, secretsOf(channel))
  if (failed) return failed
  const list = numbers.safeParse(bodyOf(result))
  if (!list.success) {
    return { status: 'request_failed', detail: `${asking}; the answer holds no list.` }
  }
  const found = list.data.data.flatMap((one) => phoneNumber.safeParse(one).data ?? [])
  const shown = found.map(({ display_phone_number, id }) => display_phone_number ?? id)
  const facts: CheckFact[] = [
    ...(await tokenFacts(tokenOf(channel), needed, channel, io, askTimeoutMs)),
    ...(await subscriptionFacts(account, channel, io)),
    ...found.flatMap(numberFacts),
    ...listFacts(found, channel.senders),
    ...(await limitFacts(found[0]?.id, channel, io)),
    versionFact(versionOf(channel), io.now()),
  ]
  return {
    status: 'connected',
    detail: cutText(`${asking}: ${shown.length > 0 ? shown.join(', ') : 'it has none yet'}.`, 500),
    facts,
    senders: found.flatMap(({ id, display_phone_number, verified_name }) => {
      const name = [display_phone_number, verified_name].filter(Boolean).join(' · ')
      return name ? [{ address: id, name }] : []
    }),
  }
}

const words = {
  notTold: { en: 'Meta did not say whether the app is subscribed', zh: 'Meta 未告知该应用是否已订阅' },
  subscribed: { en: 'the app is subscribed', zh: '该应用已订阅' },
  notSubscribed: { en: 'the app is not subscribed: nothing comes in', zh: '该应用尚未订阅：收不到任何消息' },
}

/** Without a subscription of our app no webhook of this account comes. */
async function subscriptionFacts(account: string, channel: Channel, io: Io): Promise<CheckFact[]> {
  const label = { en: 'Webhooks of the account', zh: '账户的 Webhook' }
  const result = await ask(`${account}/subscribed_apps`, {}, channel, io)
  const read = apps.safeParse(bodyOf(result)).data?.data
  if (!read) return [{ label, value: words.notTold, warning: true }]
  const own = read.some(
    ({ whatsapp_business_api_data }) => whatsapp_business_api_data.id === appIdOf(channel),
  )
  return [{ label, value: own ? words.subscribed : words.notSubscribed, warning: !own }]
}

/** The messaging limit belongs to the portfolio; any of its numbers tells it. */
async function limitFacts(id: string | undefined, channel: Channel, io: Io): Promise<CheckFact[]> {
  if (!id) return []
  const field = 'whatsapp_business_manager_messaging_limit'
  const result = await ask(encodeURIComponent(id), { fields: field }, channel, io)
  return portfolioFact(bodyOf(result), channel)
}

function ask(path: string, query: Readonly<Record<string, string>>, channel: Channel, io: Io) {
  return callGraph(
    { method: 'GET', path, token: tokenOf(channel), query, timeoutMs: askTimeoutMs, preparatory: true },
    channel,
    io,
  )
}

function bodyOf(result: Awaited<ReturnType<typeof ask>>): unknown {
  const json = result.kind === 'answer' ? readJson(result.body) : undefined
  return json?.ok ? json.value : undefined
}
