import type { Meaning, Meanings } from '../../src/lib/meta/errors.ts'

/**
 * What Messenger's errors mean, by `code/subcode` or by code; codes of the whole Graph API are in src/lib/meta/errors.ts.
 * Source: developers.facebook.com/docs/messenger-platform/error-codes (of 25 June 2026), read 2026-11-21.
 */
const codes: Readonly<Partial<Record<Meaning, readonly string[]>>> = {
  outside_window: ['10/2018278', '10/2534022', '10/2018065'],
  recipient_unreachable: ['10/2018108', '200/1545041', '551', '551/1545041'],
  opted_out: ['10/1893015'],
  invalid_number: ['100/2018001', '100/2534014'],
  media_type_refused: ['100/2018008', '100/2018047', '100/2018294'],
  media_too_large: ['100/2018109', '36000'],
  invalid_parameter: [
    ...['100/2018014', '100/2534015', '100/2018164', '100/2018320', '100/2018074', '9000001'],
  ],
  permission_denied: [
    // The Page is restricted; a frequency the customer agreed to.
    ...['10/1893063', '10/1404170', '2022', '613/1893016', '4/2018354', '9/2018352'],
    ...['613/1893016', '4/2018354', '9/2018352'],
  ],
  held_elsewhere: ['2018300', '10/2018300', '100/2018300', '2018171', '100/2534037'],
  provider_unavailable: ['1200', '2018321'],
  // Meta says of it that the message may have gone out all the same.
  unknown: ['1/1357046'],
}

export const meanings: Meanings = new Map(
  Object.entries(codes).flatMap(([meaning, keys]) => keys.map((key) => [key, meaning as Meaning] as const)),
)

/** An attachment id that is not the app's, or has ended. */
export const staleAttachment = '100/2018074'
