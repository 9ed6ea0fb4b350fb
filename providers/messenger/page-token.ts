import { z } from 'zod'
import type { Cached, Io } from '../../src/contract/io.ts'
import type { SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { refusalOutcome } from '../../src/lib/meta/errors.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { ofSystemUser, secretsOf, tokenOf } from './fields.ts'
import { meanings } from './meanings.ts'

/** `renewable`: a refusal may mean no more than that the Page's token is not the newest. */
export type PageToken =
  | { readonly ok: true; readonly token: string; readonly renewable: boolean }
  /** What a send comes to because of it. */
  | { readonly ok: false; readonly outcome: SendOutcome }

const timeoutMs = 10_000
/** Page tokens of system users do not end by themselves; asking now and then finds those that were withdrawn. */
const keptMs = 3_600_000
const answer = z.object({ access_token: z.string().regex(/^[!-~]+$/) })

/**
 * The token that speaks for a Page: the channel's own, or what its system user gets for the Page, kept in memory for an hour.
 * Whatever goes wrong here, no message has been sent. Source: developers.facebook.com/docs/pages/access-tokens, read 2026-11-21.
 */
export async function pageToken(page: string, channel: Channel, io: Io, fresh = false): Promise<PageToken> {
  const token = tokenOf(channel)
  if (!token) {
    const vendorText = 'The channel has no access token.'
    return { ok: false, outcome: { kind: 'rejected', failure: { code: 'invalid_parameter', vendorText } } }
  }
  if (!ofSystemUser(channel)) return { ok: true, token, renewable: false }
  return io.cached(`page-token:${page}`, () => load(page, token, channel, io), fresh)
}

async function load(page: string, token: string, channel: Channel, io: Io): Promise<Cached<PageToken>> {
  const result = await callGraph(
    {
      method: 'GET',
      path: encodeURIComponent(page),
      token,
      query: { fields: 'access_token' },
      timeoutMs,
      preparatory: true,
    },
    channel,
    io,
  )
  const secrets = secretsOf(channel)
  if (result.kind !== 'answer') {
    const vendorText = vendorWords(result.reason, secrets)
    return failed({ kind: 'retry', failure: { code: 'network_failure', vendorText } })
  }
  const json = result.status === 200 ? readJson(result.body) : undefined
  const found = answer.safeParse(json?.ok ? json.value : undefined).data?.access_token
  if (found) return { value: { ok: true, token: found, renewable: true }, expiresAt: io.now() + keptMs }
  // A 2xx may hold a token in a form that is not known here, and its words must not be shown.
  if (result.status < 300 && json?.ok) {
    const vendorText = `The token cannot be used for the Page ${vendorWords(page, secrets)}.`
    return failed({ kind: 'rejected', failure: { code: 'permission_denied', vendorText } })
  }
  const outcome = refusalOutcome(result, meanings, secrets, io.now())
  if (outcome.kind !== 'unknown') return failed(outcome)
  const failure = { ...outcome.failure, code: 'provider_unavailable' as const }
  return failed({ kind: 'retry', failure })
}

/** A failure is not kept. */
const failed = (outcome: SendOutcome): Cached<PageToken> => ({ value: { ok: false, outcome }, expiresAt: 0 })
