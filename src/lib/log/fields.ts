import { maskNumber } from '../mask-number.ts'
import { describeError } from './error.ts'
import { scrub } from './scrub.ts'

const show = {
  number: (value: unknown) => (typeof value === 'number' ? value : undefined),
  word: (value: unknown) => scrub(String(value)),
  address: (value: unknown) => maskNumber(String(value)),
  error: (value: unknown) => describeError(value),
}

/**
 * Everything a log line may tell beside its sentence, and how it is shown. There is no field for a message's text, a file,
 * a header or a credential, and what is not in this list does not get into a log.
 */
const kinds = {
  requestId: 'word',
  method: 'word',
  route: 'word',
  status: 'number',
  code: 'word',
  ip: 'word',
  channelId: 'number',
  provider: 'word',
  senderId: 'number',
  conversationId: 'number',
  messageId: 'number',
  attemptId: 'number',
  eventId: 'number',
  extensionId: 'number',
  mediaId: 'number',
  webhookRequestId: 'number',
  from: 'address',
  to: 'address',
  outcome: 'word',
  reason: 'word',
  vendorCode: 'word',
  attempt: 'number',
  count: 'number',
  bytes: 'number',
  ms: 'number',
  host: 'word',
  port: 'number',
  url: 'word',
  file: 'word',
  name: 'word',
  version: 'word',
  signal: 'word',
  error: 'error',
} as const satisfies Record<string, keyof typeof show>

type Kind<K> = K extends 'number' ? number : K extends 'error' ? unknown : string

export type LogFields = { readonly [F in keyof typeof kinds]?: Kind<(typeof kinds)[F]> | undefined }

const shownAs = new Map(
  Object.entries(kinds).map(([field, kind]) => [field, { name: snakeCase(field), show: show[kind] }]),
)

/** The fields as they are written: snake_case, each made safe; strangers become their names under `dropped`. */
export function shownFields(fields: LogFields): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  const dropped: string[] = []
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue
    const row = shownAs.get(field)
    if (row) shown[row.name] = row.show(value)
    else dropped.push(scrub(field))
  }
  if (dropped.length > 0) shown.dropped = dropped
  return shown
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
