import type { RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Verdict } from '../../src/contract/provider.ts'
import { isBasicAuth } from '../../src/lib/basic-auth.ts'
import { callbackLogin } from './fields.ts'

/**
 * Bandwidth signs nothing. Where the channel has a callback user and password, both kinds of callback must carry them.
 * Source: Bandwidth/api-docs webhooks.mdx, read 2026-11-21.
 */
export function verify(request: RawRequest, channel: Channel): Verdict {
  const login = callbackLogin(channel)
  if (!login) return { ok: true }
  const header = request.headers.authorization
  if (!header) {
    const detail =
      "The callback carries no user and password: enter them in the application's callback settings, inbound and status."
    return { ok: false, code: 'signature_missing', detail }
  }
  if (!isBasicAuth(header, login.user, login.password)) {
    const detail = "The callback's user and password are not those of the channel."
    return { ok: false, code: 'signature_mismatch', detail }
  }
  return { ok: true }
}
