/** What stands before the calls, on the reference page and in `docs/api.md`. A backtick pair marks code. */
export const introduction: readonly string[] = [
  'Addresses below are under `/api/v1`. Bodies and answers are JSON with snake_case names; times are RFC 3339 in UTC; ids are integers. A member, a query value or a path that is not known is refused, so that a slip of the pen does not pass in silence.',
  'People sign in with `POST /session`, which sets a cookie. Every call that changes something needs the header `X-Trunkline-Request: 1` and must come from a page of the gateway itself; both keep other web sites from acting in a signed-in person’s name.',
  'Lists answer `{"data": […], "next_cursor": …}`. Give `next_cursor` back as `cursor` for the next page; it is null on the last one.',
  'Errors are RFC 9457 problem details (`application/problem+json`) with a stable `code`, a `detail` in words, and the `request_id` that stands in the log. `errors` names each value that cannot be used. Answers 429 and 503 say in `Retry-After` when to come again.',
  'Every call can answer `validation_failed`, `internal` and `storage_unavailable`; one that needs a sign-in `unauthenticated` and `forbidden`; one that changes something `cross_site`; one with a body `malformed_body`, `unsupported_media_type` and `body_too_large`. What a call can answer besides stands beside it.',
  'The machine-readable form of this page is `GET /openapi.json` (OpenAPI 3.1). The live stream is a WebSocket at `/stream`, or server-sent events at `/stream/sse`; both resume after the last event that a client saw.',
]

/** Where carriers call. */
export const webhookWords =
  'Carriers deliver to `POST /api/v1.0/webhook/<provider>/<token>`, the address that each channel shows. A webhook is answered with success only after it is stored for good.'
