import type { OutboundMedia, SendOutcome } from './outbound.ts'

/** The world outside, lent to a provider for one call. */
export interface Io {
  /** One HTTP exchange through the guarded client: no redirects, time and size limits, secrets kept out of logs. */
  request(request: HttpRequest): Promise<HttpResult>
  /** Milliseconds UTC. */
  now(): number
  /** A value nobody can guess, for challenges. */
  nonce(): string
  /**
   * A value kept in memory for this channel until it expires or the channel changes: access tokens. Callers that ask at once
   * share one `load`; `fresh` throws the known value away first.
   */
  cached<T>(key: string, load: () => Promise<Cached<T>>, fresh?: boolean): Promise<T>
  /**
   * The vendor's id of a file, kept on disk for this channel and content until it expires; `upload` runs where there is none.
   * Sends that need the same file at once share one upload; `fresh` throws the known id away first.
   */
  uploaded(file: OutboundMedia, upload: () => Promise<Uploaded>, fresh?: boolean): Promise<Uploaded>
}

/** `failed`: what the send comes to because the file could not be handed over; nothing is kept. */
export type Uploaded =
  | {
      readonly id: string
      /** Milliseconds UTC. */
      readonly expiresAt: number
    }
  | { readonly failed: SendOutcome }

export interface Cached<T> {
  readonly value: T
  /** Milliseconds UTC; a value that must not be kept has a time past. */
  readonly expiresAt: number
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly timeoutMs?: number
  /** Not the send itself (a token, a look-up): its start does not count for the channel's rate. */
  readonly preparatory?: boolean
}

/**
 * `answer`: a complete answer came. `unsent`: certainly nothing reached the vendor's application (name look-up, connection,
 * TLS or the guard failed). `lost`: bytes left, and no complete answer came.
 */
export type HttpResult =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: Readonly<Record<string, string | undefined>>
      readonly body: Uint8Array
    }
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string }
