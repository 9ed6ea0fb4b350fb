/** Every error the HTTP API answers: RFC 9457 problem details with one of these stable codes. */
export const problems = {
  // Webhooks
  unknown_webhook: { status: 404, title: 'No channel has this webhook address.' },
  signature_missing: { status: 400, title: 'The signature header is missing.' },
  signature_mismatch: { status: 400, title: 'The signature does not match the body.' },
  secret_not_set: { status: 400, title: 'The channel has no secret to check the signature with.' },
  address_not_allowed: { status: 403, title: 'This channel takes no webhooks from that address.' },
  malformed_body: { status: 400, title: 'The body could not be read.' },
  invalid_field: { status: 400, title: 'A field is missing or has a value that cannot be used.' },
  unsupported_media_type: { status: 415, title: 'This content type is not taken here.' },
  // Requests
  validation_failed: { status: 400, title: 'The request has values that cannot be used.' },
  unauthenticated: { status: 401, title: 'Sign in first.' },
  wrong_credentials: { status: 401, title: 'The e-mail address or the password is wrong.' },
  forbidden: { status: 403, title: 'Your role does not allow this.' },
  cross_site: { status: 403, title: 'The request came from another site.' },
  not_found: { status: 404, title: 'There is nothing here, or nothing you may see.' },
  method_not_allowed: { status: 405, title: 'This address does not take that method.' },
  conflict: { status: 409, title: 'Something with this value exists already.' },
  not_owner: { status: 409, title: 'Somebody else owns this conversation now.' },
  conversation_moved_on: { status: 409, title: 'New messages arrived while you were writing.' },
  channel_off: { status: 409, title: 'The channel is switched off or was removed.' },
  opted_out: { status: 409, title: 'This person has asked not to get messages from this number.' },
  outside_window: { status: 409, title: 'The time in which this person may be written to is over.' },
  control_refused: { status: 409, title: 'The provider did not hand this conversation over.' },
  conversation_closed: { status: 409, title: 'The conversation is closed.' },
  idempotency_mismatch: { status: 409, title: 'This idempotency key was used with another request.' },
  not_sendable: { status: 409, title: 'The message is not in a state in which it can be sent again.' },
  gone: { status: 410, title: 'This has expired.' },
  body_too_large: { status: 413, title: 'The body is larger than this address takes.' },
  too_many_requests: { status: 429, title: 'Too many requests; wait and try again.' },
  internal: { status: 500, title: 'Something went wrong on our side.' },
  storage_unavailable: { status: 503, title: 'The database cannot take writes now; try again.' },
  stopping: { status: 503, title: 'The gateway is stopping; try again.' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

/** An error with a place in the catalogue. Thrown anywhere; turned into an answer in one place. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly extra: Readonly<Record<string, unknown>>

  constructor(code: ProblemCode, detail?: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(detail ?? problems[code].title)
    this.name = 'Problem'
    this.code = code
    this.extra = extra
  }
}
