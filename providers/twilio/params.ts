import { isUtf8 } from 'node:buffer'
import type { RawRequest } from '../../src/contract/inbound.ts'
import type { Refusal } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { limits } from './limits.ts'

const most = 1000

export type Params =
  | { readonly ok: true; readonly params: URLSearchParams }
  | ({ readonly ok: false } & Refusal)

/** Webhooks come as forms unless the number is set to JSON. */
export const isForm = ({ headers }: RawRequest): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(
    headers['content-type']?.trim() ?? 'application/x-www-form-urlencoded',
  )

/** The fields of a webhook, from a form or from a flat JSON object; names are taken as they are, brackets too. */
export function readParams(request: RawRequest): Params {
  const { body, headers } = request
  if (body.byteLength > limits.webhookBytes.value) return malformed('The body is too large.')
  if (isForm(request)) {
    if (!isUtf8(body)) return malformed('The body is not valid UTF-8.')
    return counted(new URLSearchParams(Buffer.from(body).toString('utf8')))
  }
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type']?.trim() ?? '')) {
    const detail = 'The Content-Type is neither application/x-www-form-urlencoded nor application/json.'
    return { ok: false, code: 'unsupported_media_type', detail }
  }
  const json = readJson(body)
  if (!json.ok) return malformed(json.detail)
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value)) {
    return malformed('The body is not a JSON object.')
  }
  const scalars = Object.entries(json.value).filter(([, value]) =>
    ['string', 'number'].includes(typeof value),
  )
  return counted(new URLSearchParams(scalars.map(([name, value]): [string, string] => [name, String(value)])))
}

function counted(params: URLSearchParams): Params {
  return params.size > most ? malformed(`The body has more than ${most} fields.`) : { ok: true, params }
}

const malformed = (detail: string): Params => ({ ok: false, code: 'malformed_body', detail })
