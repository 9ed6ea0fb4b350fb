import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { Channel, CheckResult } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { ask } from './client.ts'
import { readError } from './errors.ts'
import { apiBase, secretsOf } from './fields.ts'

// The SDK makes an empty list of whatever it cannot read.
const list = z.object({ value: z.object({ data: z.array(z.unknown()) }) })

/** Asks for one messaging profile: that proves the API key and its right to messaging. The public key is not proved. */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  if (!textOf(channel.values, 'api_key'))
    return { status: 'unauthorised', detail: 'The channel has no API key.' }
  const { result } = await ask(channel, io, { preparatory: true }, (client) =>
    client.messagingProfiles.list({ 'page[size]': 1 }),
  )
  const secrets = secretsOf(channel)
  const wanted = `Asked ${new URL(apiBase(channel)).host} for a messaging profile`
  if (result.kind !== 'answer') {
    return { status: 'request_failed', detail: `${wanted}: ${vendorWords(result.reason, secrets)}` }
  }
  const { status, body } = result
  const answered = `${wanted}; it answered ${status}`
  const profiles = status < 300 ? list.safeParse(readJson(body)).data?.value.data : undefined
  if (profiles) {
    const detail =
      profiles.length > 0 ? `${answered}.` : `${answered}: there is none yet. Numbers need one to text.`
    return { status: 'connected', detail }
  }
  const error = readError(body)
  const words = [error?.code, error?.title, error?.detail].filter(Boolean).join(' · ')
  const detail = `${answered}: ${vendorWords(words, secrets) || 'no list, and no error in the form of the API'}.`
  if (status === 401 || status === 403 || status === 404) return { status: 'unauthorised', detail }
  if (status >= 500) return { status: 'service_unavailable', detail }
  return { status: error ? 'unknown_source' : 'request_failed', detail }
}
