/** A file at an address of the vendor's, or in the webhook itself. */
export interface InboundMedia {
  /** Empty where `data` holds the file. */
  readonly url: string
  /** The vendor's id of the file, where a new address can be asked for by it; see `Provider.mediaAccess`. */
  readonly id?: string | undefined
  readonly data?: Uint8Array | undefined
  readonly contentType?: string | undefined
  readonly name?: string | undefined
  /** Lower-case hex; checked against what is fetched, when given. */
  readonly sha256?: string | undefined
  readonly bytes?: number | undefined
  /** How the contact sent it, where that is more than a file. */
  readonly form?: 'voice' | 'sticker' | undefined
  /** Why the vendor cannot hand it out, in its own words; `url` is empty then. */
  readonly failed?: string | undefined
}
