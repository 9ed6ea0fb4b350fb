import { z } from 'zod'
import type { InboundEvent, InboundReceipt } from '../../src/contract/inbound.ts'
import { wireWord } from '../../src/lib/wire-text.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Names under which an id may come, though none was ever seen in a message (see `parse.ts` for the sources). */
export const idNames = ['id', 'uuid', 'message_uuid', 'reference_id']

/** The first of the names' values that is there; an empty text is not. */
export function firstOf(fields: Fields, names: readonly string[]): unknown {
  return names
    .map((name) => fields[name])
    .find((value) => value !== undefined && value !== null && value !== '')
}

const statuses: Readonly<Record<string, InboundReceipt['status']>> = {
  delivered: 'delivered',
  failed: 'failed',
  undelivered: 'failed',
  rejected: 'failed',
}
const post = z.object({
  status: wireWord.pipe(z.string().trim().toLowerCase().min(1).max(100)),
  id: wireWord.pipe(z.string().max(255)).optional(),
})

/**
 * A post that tells what became of a message: a receipt where it says so in known words, else counted. Apidaze itself sends none; those of
 * VoIP Innovations' other interface come to the same address of a DID. Undefined for anything without a status.
 * Source: "3cx-SMS-VI-Connector-DLR" README ("roughly"), read 2026-11-21.
 */
export function readStatus(fields: Fields, now: number): InboundEvent | undefined {
  const parsed = post.safeParse({ status: fields.status, id: firstOf(fields, ['msgid', ...idNames]) })
  if (!parsed.success) return undefined
  const { status: word, id } = parsed.data
  const status = Object.hasOwn(statuses, word) ? statuses[word] : undefined
  if (!status || !id) return { kind: 'unsupported', type: `status: ${word}` }
  const failure = status === 'failed' ? { code: 'delivery_failed' as const, vendorCode: word } : undefined
  return { kind: 'receipt', providerMessageId: id, status, at: now, failure }
}
