import { randomUUID } from 'node:crypto'
import type { Vendor } from '../src/contract/sandbox.ts'
import type { SettingValues } from '../src/contract/settings.ts'

/** The parts of an inbound sample (`providers/<id>/samples/*.json`) that a replay needs. */
export interface ReplaySample {
  readonly kind: string
  readonly values: SettingValues
  readonly request: {
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly body_base64?: string
  }
  readonly expected: { readonly events?: readonly { readonly providerMessageId?: string }[] }
}

export interface Replay {
  readonly url: string
  /** Take the place of the sample's own values, under the channel's field names. */
  readonly credentials: Readonly<Record<string, string>>
  /** Keeps the sample's message id; otherwise each replay is a message of its own. */
  readonly sameId: boolean
}

/** Posts a sample at a running gateway, signed anew. Throws where the sample is not a webhook. */
export async function replay(vendor: Vendor, sample: ReplaySample, { url, credentials, sameId }: Replay) {
  if (sample.kind !== 'inbound') throw new Error('Only inbound samples can be replayed.')
  const { headers, body, body_base64 } = sample.request
  const id = sample.expected.events?.[0]?.providerMessageId
  const text = body !== undefined && id && !sameId ? body.replaceAll(id, randomUUID()) : body
  const bytes = text === undefined ? Buffer.from(body_base64 ?? '', 'base64') : Buffer.from(text)
  const values = { ...sample.values, ...credentials }
  const signed = { ...headers, ...vendor.sign(bytes, values, url) }
  const start = performance.now()
  const answer = await fetch(url, { method: 'POST', headers: signed, body: bytes, redirect: 'manual' })
  return { status: answer.status, body: await answer.text(), ms: Math.round(performance.now() - start) }
}
