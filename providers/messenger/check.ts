import { z } from 'zod'
import type { HttpResult, Io } from '../../src/contract/io.ts'
import type { Channel, CheckFact, CheckResult } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { failedCheck } from '../../src/lib/meta/checked.ts'
import { appIdOf, graphBase, versionOf } from '../../src/lib/meta/fields.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { tokenFacts } from '../../src/lib/meta/token-facts.ts'
import { versionFact } from '../../src/lib/meta/versions.ts'
import { wireText } from '../../src/lib/wire-text.ts'
import { ofSystemUser, secretsOf, tokenOf } from './fields.ts'

const timeoutMs = 10_000
/** Pages whose subscriptions are looked at; more would make the check slow. */
const mostPages = 20

/** What Trunkline reads from webhooks. Source: the README's table. */
const webhookFields = [
  ...['messages', 'messaging_postbacks', 'messaging_referrals', 'messaging_optins', 'message_deliveries'],
  ...['message_reads', 'message_reactions', 'message_edits', 'message_echoes', 'standby'],
  ...['messaging_handovers', 'messaging_policy_enforcement'],
]
const permissions = ['pages_messaging', 'pages_manage_metadata']

const page = z.object({
  id: z.coerce.string().min(1).max(64),
  name: wireText.nullish().catch(undefined),
  access_token: z.string().optional().catch(undefined),
})
const pages = z.object({ data: z.array(page).max(1000) })
const subscriptions = z.object({
  data: z.array(
    z.object({
      id: z.coerce.string(),
      subscribed_fields: z.array(z.string()).nullish().catch(undefined),
    }),
  ),
})

const labels = {
  page: { en: 'Page', zh: '公共主页' },
  missingPage: { en: 'Senders that the token does not reach', zh: '令牌无法访问的号码' },
  fields: { en: 'Webhook fields', zh: 'Webhook 字段' },
  missingFields: { en: 'Missing webhook fields', zh: '缺少的 Webhook 字段' },
}

const words = {
  notTold: (id: string) => ({ en: `${id}: Meta did not tell`, zh: `${id}：Meta 未告知` }),
  notSubscribed: (id: string) => ({ en: `${id}: this app is not subscribed`, zh: `${id}：该应用尚未订阅` }),
}

/**
 * Asks for the Page or the Pages, for what each is subscribed to, and until when the token lasts. Sends nothing.
 * Source: developers.facebook.com/docs/graph-api/reference/page/subscribed_apps, read 2026-11-21.
 */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  const token = tokenOf(channel) ?? ''
  const get = (path: string, query: Record<string, string>, by = token) =>
    callGraph({ method: 'GET', path, query, token: by, timeoutMs, preparatory: true }, channel, io)
  const asked = `Asked ${new URL(graphBase(channel)).host} for the ${ofSystemUser(channel) ? 'Pages' : 'Page'} of the token`
  const first = ofSystemUser(channel)
    ? await get('me/accounts', { fields: 'id,name,access_token', limit: '100' })
    : await get('me', { fields: 'id,name' })
  const failed = failedCheck(first, asked, secretsOf(channel))
  if (failed) return failed
  const reached = readPages(first, channel)
  if (!reached) return { status: 'request_failed', detail: `${asked}; the answer could not be read.` }

  const facts: CheckFact[] = reached.map(({ id, name }) => ({
    label: labels.page,
    value: `${name ?? '–'} (${id})`,
  }))
  const ids = reached.map(({ id }) => id)
  const missing = channel.senders.filter((sender) => !ids.includes(sender))
  if (missing.length > 0) facts.push({ label: labels.missingPage, value: missing.join(', '), warning: true })
  const used = reached.filter(({ id }) => channel.senders.length === 0 || channel.senders.includes(id))
  for (const one of used.slice(0, mostPages)) {
    const path = `${encodeURIComponent(one.id)}/subscribed_apps`
    const answer = await get(path, { fields: 'id,subscribed_fields' }, one.access_token ?? token)
    facts.push(...subscriptionFacts(answer, one.id, channel))
  }
  facts.push(...(await tokenFacts(token, permissions, channel, io, timeoutMs)))
  facts.push(versionFact(versionOf(channel), io.now()))
  const senders = reached.flatMap(({ id, name }) => (name ? [{ address: id, name }] : []))
  return { status: 'connected', detail: `${asked}; it answered.`, facts, senders }
}

function readPages(result: HttpResult, channel: Channel): z.output<typeof page>[] | undefined {
  const value = bodyOf(result)
  if (ofSystemUser(channel)) return pages.safeParse(value).data?.data
  const one = page.safeParse(value).data
  return one && [one]
}

function subscriptionFacts(result: HttpResult, id: string, channel: Channel): CheckFact[] {
  const found = subscriptions.safeParse(bodyOf(result)).data
  if (!found) return [{ label: labels.fields, value: words.notTold(id), warning: true }]
  const ours = found.data.find((app) => app.id === appIdOf(channel))
  if (!ours) return [{ label: labels.fields, value: words.notSubscribed(id), warning: true }]
  const has = ours.subscribed_fields ?? []
  const lacks = webhookFields.filter((field) => !has.includes(field))
  const count = `${webhookFields.length - lacks.length} / ${webhookFields.length}`
  const facts: CheckFact[] = [{ label: labels.fields, value: `${id}: ${count}` }]
  if (lacks.length > 0) {
    facts.push({ label: labels.missingFields, value: `${id}: ${lacks.join(', ')}`, warning: true })
  }
  return facts
}

function bodyOf(result: HttpResult): unknown {
  const json = result.kind === 'answer' && result.status === 200 ? readJson(result.body) : undefined
  return json?.ok ? json.value : undefined
}
