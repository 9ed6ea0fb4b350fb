import { z } from 'zod'
import type { Io, Uploaded } from '../../src/contract/io.ts'
import type { OutboundMedia } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { refusalOutcome } from '../../src/lib/meta/errors.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { multipart } from '../../src/lib/multipart.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { meanings } from './errors.ts'
import { secretsOf, tokenOf } from './fields.ts'
import { uploadTimeoutMs } from './limits.ts'

const dayMs = 86_400_000
/** Ids of uploaded files live 30 days; one less, for a message that waits. */
const lifeMs = 29 * dayMs

const answer = z.object({ id: z.string().regex(/^[\w-]{1,100}$/) })

/**
 * Hands a file over and answers its id, once for each file while the id lives.
 * Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media, read 2026-11-21.
 */
export function uploadedFile(file: OutboundMedia, sender: string, channel: Channel, io: Io, fresh = false) {
  return io.uploaded(file, () => upload(file, sender, channel, io), fresh)
}

async function upload(file: OutboundMedia, sender: string, channel: Channel, io: Io): Promise<Uploaded> {
  const { contentType, name } = file
  const result = await callGraph(
    {
      method: 'POST',
      path: `${encodeURIComponent(sender)}/media`,
      token: tokenOf(channel),
      body: multipart(
        { messaging_product: 'whatsapp', type: contentType },
        { field: 'file', name, contentType, bytes: await file.read() },
        `trunkline-${io.nonce()}`,
      ),
      timeoutMs: uploadTimeoutMs,
      preparatory: true,
    },
    channel,
    io,
  )
  const secrets = secretsOf(channel)
  if (result.kind !== 'answer') return { failed: notSent(unanswered(result, secrets)) }
  const json = readJson(result.body)
  const parsed = answer.safeParse(json.ok ? json.value : undefined)
  if (parsed.success && result.status < 300) return { id: parsed.data.id, expiresAt: io.now() + lifeMs }
  return { failed: notSent(refusalOutcome(result, meanings, secrets, io.now())) }
}

/** Whatever became of the upload: the message itself has not left, so that it may be tried again. */
function notSent(outcome: ReturnType<typeof unanswered>): ReturnType<typeof unanswered> {
  return outcome.kind === 'unknown'
    ? { kind: 'retry', failure: { ...outcome.failure, code: 'network_failure' } }
    : outcome
}
