import { z } from 'zod'
import type { Cached, Io } from '../../src/contract/io.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { basicAuth } from '../../src/lib/basic-auth.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { retryAfterMs } from '../../src/lib/retry-after.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { tokenUrl } from './addresses.ts'
import { readError } from './errors.ts'
import { secretsOf } from './fields.ts'

/** `renewable`: a 401 may mean no more than that the token has ended early. */
export type Access =
  | {
      readonly ok: true
      readonly authorization: string
      readonly renewable: boolean
      /** Everything that must not be shown, the token with it. */
      readonly secrets: readonly (string | undefined)[]
    }
  | {
      readonly ok: false
      readonly why: 'not_set' | 'refused' | 'too_frequent' | 'unavailable' | 'unreachable'
      readonly words: string
      readonly vendorCode?: string | undefined
      readonly afterMs?: number | undefined
    }

const token = z.object({ access_token: z.string().regex(/^[!-~]+$/), expires_in: z.number().positive() })
const timeoutMs = 10_000

/**
 * What goes into the `Authorization` header: an access token, kept in memory until shortly before it ends, or the user and
 * password of the old way. `fresh` asks for a new token. Whatever goes wrong here, no message has been sent.
 */
export async function access(channel: Channel, io: Io, fresh = false): Promise<Access> {
  const { values } = channel
  const [id, secret] = [textOf(values, 'client_id'), textOf(values, 'client_secret')]
  if (id && secret) return io.cached('access-token', () => loadToken(id, secret, channel, io), fresh)
  const [user, password] = [textOf(values, 'username'), textOf(values, 'password')]
  if (id || secret || !user || !password) {
    return {
      ok: false,
      why: 'not_set',
      words: 'The channel has no complete pair of client ID and client secret.',
    }
  }
  return {
    ok: true,
    authorization: basicAuth(user, password),
    renewable: false,
    secrets: secretsOf(channel),
  }
}

async function loadToken(id: string, secret: string, channel: Channel, io: Io): Promise<Cached<Access>> {
  const result = await io.request({
    method: 'POST',
    url: tokenUrl(channel),
    headers: {
      authorization: basicAuth(id, secret),
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: 'grant_type=client_credentials',
    timeoutMs,
    preparatory: true,
  })
  const secrets = secretsOf(channel)
  if (result.kind !== 'answer') {
    return failed({ ok: false, why: 'unreachable', words: vendorWords(result.reason, secrets) })
  }
  const { status, headers, body } = result
  const json = status === 200 ? readJson(body) : undefined
  const parsed = json?.ok ? token.safeParse(json.value) : undefined
  if (parsed?.success) {
    const { access_token, expires_in } = parsed.data
    const value: Access = {
      ok: true,
      authorization: `Bearer ${access_token}`,
      renewable: true,
      secrets: [...secrets, access_token],
    }
    return { value, expiresAt: io.now() + expires_in * 1000 }
  }
  const error = readError(status, body)
  const why =
    status === 429 ? 'too_frequent' : status >= 400 && status < 500 ? ('refused' as const) : 'unavailable'
  return failed({
    ok: false,
    why,
    // A 2xx may hold a token in a form that is not known here.
    words: status < 300 ? 'The answer holds no token.' : vendorWords(error.words, secrets),
    vendorCode: vendorWords(error.code, secrets),
    afterMs: retryAfterMs(headers['retry-after'], io.now()),
  })
}

/** A failure is not kept. */
const failed = (value: Access): Cached<Access> => ({ value, expiresAt: 0 })
