import type { VendorReply } from '../../src/contract/sandbox.ts'

/** An answer of the Graph API. */
export const json = (status: number, value: unknown): VendorReply => ({
  status,
  contentType: 'application/json; charset=UTF-8',
  body: JSON.stringify(value),
})

/** An error of the Graph API; those of WhatsApp say more in `details`. */
export function error(
  status: number,
  code: number,
  title: string,
  details?: string,
  subcode?: number,
): VendorReply {
  return json(status, {
    error: {
      message: code >= 1000 ? `(#${code}) ${title}` : title,
      type: 'OAuthException',
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      ...(details ? { error_data: { messaging_product: 'whatsapp', details } } : {}),
      fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam',
    },
  })
}

export type Fields = Readonly<Record<string, unknown>>

/** What cannot be read becomes empty, and is refused for it. */
export function readFields(body: Uint8Array): Fields {
  try {
    return Object(JSON.parse(Buffer.from(body).toString('utf8'))) as Fields
  } catch {
    return {}
  }
}

export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')
export const fieldsIn = (value: unknown): Fields =>
  typeof value === 'object' && value ? (value as Fields) : {}
export const listIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsIn) : [])
