import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { Delivery } from './ingest.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const shape = {
  channel_id: 'integer',
  received_at: 'integer',
  method: 'text',
  url: 'text',
  headers: 'text',
  body: 'text',
} as const

/** Headers that carry credentials are not kept, not even of a request that was accepted. */
const dropped = new Set(['authorization', 'cookie', 'proxy-authorization'])

export function keptHeaders(headers: Readonly<Record<string, string | undefined>>): string {
  const kept: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined && !dropped.has(name)) kept[name] = value
  }
  return JSON.stringify(kept)
}

/** Keeps the raw requests of accepted deliveries, so that they can be replayed. */
export async function keepRequests(
  trx: Trx,
  backend: Backend,
  deliveries: readonly Delivery[],
): Promise<void> {
  const asText: { [K in keyof typeof shape]: string | number }[] = []
  for (const { entry, request } of deliveries) {
    if (!request) continue
    const row = {
      channel_id: entry.id,
      received_at: request.receivedAt,
      method: request.method,
      url: request.url,
      headers: keptHeaders(request.headers),
    }
    const body = textOf(request.body)
    if (body !== undefined) asText.push({ ...row, body })
    else {
      await trx
        .insertInto('webhook_request')
        .values({ ...row, body: request.body, state: 'accepted' })
        .execute()
    }
  }
  if (asText.length === 0) return
  const bytes = backend === 'postgres' ? sql`convert_to(r.body, 'UTF8')` : sql`cast(r.body as blob)`
  await sql`
    insert into webhook_request (channel_id, received_at, method, url, headers, body, state)
    select channel_id, received_at, method, url, headers, ${bytes}, 'accepted'
    from ${rowset(backend, shape, asText)} as r`.execute(trx)
}

/** The body as text if it is text that both databases can hold. */
function textOf(body: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(body)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
