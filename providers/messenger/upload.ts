import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Io, Uploaded } from '../../src/contract/io.ts'
import type { OutboundMedia } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { refusalOutcome } from '../../src/lib/meta/errors.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { multipart } from '../../src/lib/multipart.ts'
import { secretsOf } from './fields.ts'
import { limits } from './limits.ts'
import { meanings } from './meanings.ts'

/** Meta forgets attachments after 90 days. Source: …/messenger-platform/send-messages/saving-assets, read 2026-11-21. */
const keptMs = 85 * 86_400_000

const answer = z.object({ attachment_id: z.union([z.string().min(1), z.int()]).transform(String) })

/** An id is good for the Page that uploaded it, and keeps its name: the same content counts as another file for each of them. */
const asUploaded = (page: string, file: OutboundMedia): OutboundMedia => ({
  ...file,
  sha256: createHash('sha256').update(`${page} ${file.sha256} ${file.name}`).digest('hex'),
})

/** Undefined where Meta did not take the upload and did not refuse the file either: it may still fetch it by its address. */
export async function attachmentId(
  page: string,
  token: string,
  file: OutboundMedia,
  channel: Channel,
  io: Io,
  fresh: boolean,
): Promise<Uploaded | undefined> {
  const uploaded = await io.uploaded(
    asUploaded(page, file),
    () => upload(page, token, file, channel, io),
    fresh,
  )
  return 'failed' in uploaded && uploaded.failed.kind === 'unknown' ? undefined : uploaded
}

async function upload(
  page: string,
  token: string,
  file: OutboundMedia,
  channel: Channel,
  io: Io,
): Promise<Uploaded> {
  const attachment = { type: attachmentType(file.contentType), payload: { is_reusable: true } }
  const { name, contentType } = file
  const body = multipart(
    { message: JSON.stringify({ attachment }) },
    { field: 'filedata', name, contentType, bytes: await file.read() },
    `trunkline-${io.nonce()}`,
  )
  const result = await callGraph(
    {
      method: 'POST',
      path: `${encodeURIComponent(page)}/message_attachments`,
      token,
      body,
      timeoutMs: limits.sendTimeoutMs.value,
      preparatory: true,
    },
    channel,
    io,
  )
  const unclear = (vendorText: string): Uploaded => ({
    failed: { kind: 'unknown', failure: { code: 'outcome_unknown', vendorText } },
  })
  if (result.kind !== 'answer') return unclear('The file could not be handed over.')
  const json = readJson(result.body)
  const id = result.status < 300 && answer.safeParse(json.ok ? json.value : undefined).data?.attachment_id
  if (id) return { id, expiresAt: io.now() + keptMs }
  return { failed: refusalOutcome(result, meanings, [...secretsOf(channel), token], io.now()) }
}

/** Meta's word for a kind of file. */
export function attachmentType(contentType: string): 'image' | 'video' | 'audio' | 'file' {
  const kind = contentType.split('/')[0]
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file'
}
