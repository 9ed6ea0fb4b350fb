import { isUtf8 } from 'node:buffer'
import type { Selectable } from 'kysely'
import type { Quarantined } from '../../contract/api/channels.ts'
import type { WebhookRequestTable } from '../../db/tables/channels.ts'
import { apiTime } from '../../lib/api-time.ts'

/** Bytes of a body that are shown; the rest stays where it is. */
const PREVIEW_BYTES = 4_096

/** Headers that may carry a credential. A signature is none: it is what the administrator compares. */
const credential = /authorization|cookie|token|secret|password|credential|api-?key/i

export type KeptRow = Selectable<Omit<WebhookRequestTable, 'body'>> & {
  readonly channel_name: string
  readonly provider: string
  readonly bytes: number
  /** The first `bytesToRead` of the body; SQLite gives null for a part of nothing. */
  readonly start: Uint8Array | null
}

/** A kept webhook as the API shows it. */
export function showKept(row: KeptRow): Quarantined {
  const headers = JSON.parse(row.headers) as Record<string, string>
  return {
    id: row.id,
    channel_id: row.channel_id,
    channel_name: row.channel_name,
    provider: row.provider,
    received_at: apiTime(row.received_at),
    code: row.code ?? '',
    detail: row.detail ?? '',
    // Accepted ones are kept in the same table and are never shown here.
    state: row.state === 'accepted' ? 'released' : row.state,
    bytes: row.bytes,
    method: row.method,
    remote_address: row.remote_address,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, credential.test(name) ? '[hidden]' : value]),
    ),
    ...preview(row.start ?? new Uint8Array()),
  }
}

/** How many bytes to read for a preview: a character of UTF-8 may straddle the end. */
export const bytesToRead = PREVIEW_BYTES + 3

function preview(start: Uint8Array): { body_preview: string; body_is_text: boolean } {
  const text = wholeCharacters(start)
  return isUtf8(text)
    ? { body_preview: Buffer.from(text).toString('utf8'), body_is_text: true }
    : { body_preview: Buffer.from(start.subarray(0, PREVIEW_BYTES / 2)).toString('hex'), body_is_text: false }
}

/** Cuts at most three bytes off the end of a long body, so that it ends with a whole character. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= PREVIEW_BYTES) return bytes
  let end = PREVIEW_BYTES
  while (end > PREVIEW_BYTES - 3 && isContinuation(bytes[end])) end--
  return bytes.subarray(0, end)
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80
