import type { Io } from '../../src/contract/io.ts'
import type { Channel, CheckResult } from '../../src/contract/provider.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { readAnswer } from './answer.ts'
import { meaningOf } from './errors.ts'
import { queueForm, queueUrl, secretsOf } from './fields.ts'

const timeoutMs = 10_000

/** VoiceMeUp has no call that proves the token. Queueing nothing, where the channel says so, is inferred to do it. */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  if (channel.values.credential_check !== 'empty_message') {
    const detail = 'VoiceMeUp has no call that proves the token: the first message sent does.'
    return { status: 'unchecked', detail }
  }
  const url = queueUrl(channel)
  const request = { method: 'POST', url, ...queueForm(channel, {}), timeoutMs, preparatory: true } as const
  const reply = await io.request(request)
  const asked = `Asked ${new URL(url).host} to queue a message without numbers`
  const secrets = secretsOf(channel)
  if (reply.kind !== 'answer') {
    return { status: 'request_failed', detail: `${asked}: ${vendorWords(reply.reason, secrets)}` }
  }
  const { status } = reply
  const answer = readAnswer(reply.body)
  const answered = `${asked}; it answered ${status}`
  if (status === 401 || status === 403) return { status: 'unauthorised', detail: `${answered}.` }
  if (status >= 500) return { status: 'service_unavailable', detail: `${answered}.` }
  if (answer?.kind !== 'error') {
    return { status: 'unknown_source', detail: `${answered}, which proves nothing.` }
  }
  const said = `${answered}: ${vendorWords(answer.code, secrets)}`
  const meaning = meaningOf(answer.code)
  if (meaning === 'permission_denied' || meaning === 'authentication_failed') {
    return { status: 'unauthorised', detail: `${said}.` }
  }
  if (meaning === 'invalid_number' || meaning === 'invalid_parameter') {
    return {
      status: 'connected',
      detail: `${said}. It took the token and refused the message, as it should.`,
    }
  }
  return { status: 'unknown_source', detail: `${said}, which proves nothing.` }
}
