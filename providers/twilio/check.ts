import type { Io } from '../../src/contract/io.ts'
import type { Channel, CheckResult } from '../../src/contract/provider.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { asked, connect } from './client.ts'
import { readError } from './errors.ts'
import { apiBase, secretsOf } from './fields.ts'

/**
 * Asks for the newest message: that proves the account and the right to messages, which a restricted API key may have
 * alone. (The account's own resource would do too, but hands out the auth token.) The webhooks' auth token is not proved
 * where an API key sends.
 */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  const missing = ['account_sid', 'auth_token'].find((name) => !textOf(channel.values, name))
  if (missing) return { status: 'unauthorised', detail: `The channel has no ${missing.replace('_', ' ')}.` }
  const { client, door } = await connect(channel, io, { preparatory: true })
  const messages = await asked(door, client.messages.list({ limit: 1, pageSize: 1 }))
  const result = door.last!
  const secrets = secretsOf(channel)
  const wanted = `Asked ${new URL(apiBase(channel)).host} for the newest message`
  if (result.kind !== 'answer') {
    return { status: 'request_failed', detail: `${wanted}: ${vendorWords(result.reason, secrets)}` }
  }
  const { status, body } = result
  const answered = `${wanted}; it answered ${status}`
  if (messages) return { status: 'connected', detail: `${answered} with a list.` }
  const { code, words } = readError(status, body)
  const told =
    status < 300 ? 'without a list' : vendorWords([code, words].filter(Boolean).join(' · '), secrets)
  const detail = `${answered}: ${told}.`
  if (status === 401 || status === 403 || status === 404) return { status: 'unauthorised', detail }
  if (status >= 500) return { status: 'service_unavailable', detail }
  return { status: code?.startsWith('HTTP') ? 'request_failed' : 'unknown_source', detail }
}
