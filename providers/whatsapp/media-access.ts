import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { Channel, MediaAccess, WantedFile } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { readGraphError, vendorCodeOf } from '../../src/lib/meta/errors.ts'
import { graphBase } from '../../src/lib/meta/fields.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { secretsOf, tokenOf } from './fields.ts'
import { askTimeoutMs } from './limits.ts'

const mediaHost = 'lookaside.fbsbx.com'
const answer = z.object({ url: z.url({ protocol: /^https?$/ }).max(4096) })

/**
 * Files lie on one host of Meta's, which wants the token; nobody else gets it. Their addresses live five minutes, their ids
 * seven days: the address of the webhook is tried first, after that a new one is asked for each time.
 * Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media, read 2026-11-21.
 */
export async function mediaAccess(channel: Channel, io: Io, file: WantedFile): Promise<MediaAccess> {
  const own = textOf(channel.values, 'api_base_url')
  const access = {
    headers: { authorization: `Bearer ${tokenOf(channel)}` },
    hosts: [mediaHost, ...(own ? [new URL(own).host] : [])],
  }
  const isName = file.url.startsWith(`${graphBase(channel)}/`)
  if (!file.id || (file.tries === 0 && !isName)) return access

  const result = await callGraph(
    { method: 'GET', path: file.id, token: tokenOf(channel), timeoutMs: askTimeoutMs, preparatory: true },
    channel,
    io,
  )
  const secrets = secretsOf(channel)
  if (result.kind !== 'answer') return { failed: vendorWords(result.reason, secrets) }
  const json = readJson(result.body)
  const parsed = answer.safeParse(json.ok ? json.value : undefined)
  if (parsed.success && result.status < 300) return { ...access, url: parsed.data.url }
  const error = readGraphError(result.body)
  const words = error ? `${vendorCodeOf(error)} ${error.words}` : 'no address'
  return {
    failed: `WhatsApp answered ${result.status} to the question where the file is: ${vendorWords(words, secrets)}.`,
  }
}
