import { z } from 'zod'
import type { Io } from '../../contract/io.ts'
import type { Channel, CheckFact } from '../../contract/provider.ts'
import { readJson } from '../json-body.ts'
import { vendorWords } from '../vendor-words.ts'
import { appIdOf, appSecretOf } from './fields.ts'
import { callGraph } from './graph.ts'

const seconds = z.number().nullish().catch(undefined)
const debugged = z.object({
  data: z.object({
    is_valid: z.boolean(),
    app_id: z.coerce.string().nullish().catch(undefined),
    type: z.string().nullish().catch(undefined),
    scopes: z.array(z.string()).nullish().catch(undefined),
    expires_at: seconds,
    data_access_expires_at: seconds,
    error: z.object({ message: z.string() }).nullish().catch(undefined),
  }),
})
const batch = z.array(z.object({ code: z.number(), body: z.string() })).min(1)

const warnMs = 14 * 86_400_000
const labels = {
  token: { en: 'Access token', zh: '访问令牌' },
  app: { en: 'App of the token', zh: '令牌所属应用' },
  permissions: { en: 'Permissions', zh: '权限' },
  missing: { en: 'Missing permissions', zh: '缺少的权限' },
  dataAccess: { en: 'Access to data', zh: '数据访问权限' },
}

const words = {
  notAsked: { en: 'Meta could not be asked about it', zh: '无法向 Meta 查询' },
  notValid: (told: string) => ({
    en: told ? `not valid: ${told}` : 'not valid',
    zh: told ? `无效：${told}` : '无效',
  }),
  endless: { en: 'valid, without an end', zh: '有效，无到期时间' },
  until: (day: string) => ({ en: `valid until ${day}`, zh: `有效期至 ${day}` }),
}

/**
 * What Meta says of a token: whether it is valid, until when, and which permissions it has. Asked with the app's own token,
 * through a batch, since `debug_token` takes the token as a part of its address and addresses are no place for secrets.
 * Source: developers.facebook.com/docs/graph-api/reference/debug_token and /docs/graph-api/batch-requests, read 2026-11-21.
 */
export async function tokenFacts(
  token: string,
  needed: readonly string[],
  channel: Channel,
  io: Io,
  timeoutMs: number,
): Promise<readonly CheckFact[]> {
  const result = await callGraph(
    {
      method: 'POST',
      path: '',
      token: `${appIdOf(channel)}|${appSecretOf(channel)}`,
      body: {
        batch: [{ method: 'GET', relative_url: `debug_token?input_token=${encodeURIComponent(token)}` }],
        include_headers: false,
      },
      timeoutMs,
      preparatory: true,
    },
    channel,
    io,
  )
  const read = result.kind === 'answer' ? dataOf(result.body) : undefined
  if (!read) return [{ label: labels.token, value: words.notAsked, warning: true }]
  return factsOf(read, needed, channel, io.now())
}

function dataOf(body: Uint8Array): z.output<typeof debugged>['data'] | undefined {
  const outer = readJson(body)
  const [first] = batch.safeParse(outer.ok ? outer.value : undefined).data ?? []
  const inner = first ? readJson(Buffer.from(first.body)) : undefined
  return debugged.safeParse(inner?.ok ? inner.value : undefined).data?.data
}

function factsOf(
  data: z.output<typeof debugged>['data'],
  needed: readonly string[],
  channel: Channel,
  now: number,
): CheckFact[] {
  const facts: CheckFact[] = []
  if (!data.is_valid) {
    const told = vendorWords(data.error?.message ?? '', [appSecretOf(channel)])
    facts.push({ label: labels.token, value: words.notValid(told), warning: true })
  } else facts.push({ label: labels.token, ...lasting(data.expires_at, now) })
  if (data.app_id && data.app_id !== appIdOf(channel)) {
    facts.push({ label: labels.app, value: data.app_id, warning: true })
  }
  const scopes = data.scopes ?? []
  facts.push({ label: labels.permissions, value: scopes.join(', ') || '–' })
  const missing = needed.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0) facts.push({ label: labels.missing, value: missing.join(', '), warning: true })
  // 0 for tokens that belong to no person.
  if (data.data_access_expires_at) {
    facts.push({ label: labels.dataAccess, ...lasting(data.data_access_expires_at, now) })
  }
  return facts
}

/** Seconds since 1970; 0 and nothing mean without end. */
function lasting(at: number | null | undefined, now: number): Omit<CheckFact, 'label'> {
  if (!at) return { value: words.endless, warning: false }
  const day = new Date(Math.min(at * 1000, 8e15)).toISOString().slice(0, 10)
  return { value: words.until(day), warning: at * 1000 - now <= warnMs }
}
