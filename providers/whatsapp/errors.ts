import type { FailureCode, FailureDetail } from '../../src/contract/failures.ts'
import { failureOf, type GraphError, type Meaning, type Meanings } from '../../src/lib/meta/errors.ts'
import type { ApiError } from './shapes.ts'

/**
 * WhatsApp's codes, in answers and in statuses; those of the whole Graph API are known in src/lib/meta/errors.ts.
 * Source: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes, read 2026-11-21; 131030,
 * 131044, 131062 to 131064, 132008 and 137000 from pywa's list of the same day.
 */
const codes: Readonly<Partial<Record<FailureCode, readonly number[]>>> = {
  authentication_failed: [0],
  permission_denied: [
    ...[3, 10, 131005, 131037, 131042, 131044, 131045, 134011],
    ...[133000, 133005, 133006, 133008, 133009, 133010, 133015],
  ],
  too_frequent: [130429, 131056, 133016],
  // Meta has no code of its own for the portfolio's limit; these tell that a number may not write to more people for now.
  messaging_limit: [131048, 131064],
  provider_unavailable: [131000, 131016, 131057, 133004],
  invalid_parameter: [33, 131008, 131009, 131059, 135000],
  invalid_number: [131021, 131030, 131062],
  recipient_unreachable: [131026],
  outside_window: [470, 131047],
  send_failed: [130472, 131049, 131055, 131063, 134100, 134101, 134102, 131031, 368, 130497, 137000],
  opted_out: [131050],
  media_type_refused: [131014, 131051, 131052, 131053],
  template_refused: [
    ...[132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132068, 132069],
  ],
}

export const meanings: Meanings = new Map(
  Object.entries(codes).flatMap(([code, vendors]) =>
    vendors.map((vendor) => [String(vendor), code as Meaning] as const),
  ),
)

/** One number wrote to one person too often; it says nothing about anybody else. */
export const pairLimit = 131056

/** An id of a file that means nothing to Meta, or not any more. Met by several gateways; in no list of codes. */
export const saysFileIsGone = ({ code, words }: GraphError): boolean =>
  code === 100 && /media attachment id/i.test(words)

/** An error of a webhook in the plainest words that it has. */
export function wordsOf({ title, message, details, error_data }: ApiError): string {
  const words = [title, message, error_data?.details ?? details]
  return [...new Set(words.filter(Boolean))].join(' · ')
}

/** Why a message failed that Meta had taken at first. */
export function statusFailure(error: ApiError | undefined): FailureDetail {
  if (!error) return { code: 'delivery_failed' }
  const failure = failureOf(graphError(error), meanings, [])
  // An unknown code of a status speaks of the delivery.
  const known = meanings.has(String(error.code)) || failure.code !== 'send_failed'
  return known ? failure : { ...failure, code: 'delivery_failed' }
}

const graphError = (error: ApiError): GraphError => ({
  code: error.code,
  subcode: undefined,
  words: wordsOf(error),
  transient: false,
})
