import { z } from 'zod'
import { readJson } from '../../src/lib/json-body.ts'

const word = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(undefined)
const line = z.object({ code: word, _content: word })
const answer = z.object({
  response_details: z.object({
    response_status: z.enum(['success', 'error']),
    response_messages: z
      .object({ message: z.union([z.array(line), line.transform((one) => [one])]) })
      .nullish()
      .catch(undefined),
  }),
})

/** What the API says, whatever the HTTP status: errors come with 200 too. */
export type Answer =
  | { readonly kind: 'queued'; readonly id: string | undefined }
  | { readonly kind: 'error'; readonly code: string; readonly words: string }

/**
 * Undefined where the body is not the API's. One message comes as an object, several as an array.
 * Source: roomkit-live/roomkit providers/voicemeup/sms.py and its tests, read 2026-11-21.
 */
export function readAnswer(body: Uint8Array): Answer | undefined {
  const json = readJson(body)
  const parsed = answer.safeParse(json.ok ? json.value : undefined)
  if (!parsed.success) return undefined
  const { response_status, response_messages } = parsed.data.response_details
  const lines = response_messages?.message ?? []
  if (response_status === 'success') {
    const id = lines.find(({ code }) => code === 'queued_sms_hash')?._content
    return { kind: 'queued', id: id && id.length <= 255 ? id : undefined }
  }
  const code = lines[0]?.code || 'unknown_error'
  return { kind: 'error', code, words: lines[0]?._content || code }
}
