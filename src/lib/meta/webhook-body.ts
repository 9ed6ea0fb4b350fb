import type { RawRequest } from '../../contract/inbound.ts'
import { type JsonBody, readJson } from '../json-body.ts'

/** A batch may hold 1,000 changes; the fullest of WhatsApp's has some forty keys. */
const mostKeys = 60_000

/** What a webhook of Meta's may have: batches of 1,000 changes come to at most 3 MB. */
export const webhookBytes = {
  value: 4_000_000,
  source:
    'developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview, read 2026-11-21: up to 3 MB; with a margin.',
}

export type WebhookBody =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false
      readonly code: 'unsupported_media_type' | 'malformed_body'
      readonly detail: string
    }

/** The JSON of a webhook, whose non-ASCII characters Meta escapes. */
export function readWebhook({ headers, body }: RawRequest): WebhookBody {
  const type = headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return { ok: false, code: 'unsupported_media_type', detail: 'The content type is not application/json.' }
  }
  const json: JsonBody = readJson(body, mostKeys)
  return json.ok ? json : { ok: false, code: 'malformed_body', detail: json.detail }
}
