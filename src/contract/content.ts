/** What a message holds besides its text and its files. Stored as JSON and shown as it is, so names are snake_case. */
export type Content =
  | LocationContent
  | { readonly type: 'contacts'; readonly cards: readonly ContactCard[] }
  | { readonly type: 'order'; readonly items: readonly OrderItem[] }
  /** A shared link, post or reel. */
  | { readonly type: 'link'; readonly url: string; readonly title?: string | undefined }
  /** A button, list row or menu entry that the contact chose; its title is the message's text. */
  | { readonly type: 'choice'; readonly payload: string; readonly description?: string | undefined }
  /** A message that the vendor does not hand out; `name` is the vendor's word for what it was. */
  | { readonly type: 'unsupported'; readonly name: string }

export interface LocationContent {
  readonly type: 'location'
  readonly latitude: number
  readonly longitude: number
  readonly name?: string | undefined
  readonly address?: string | undefined
}

export interface ContactCard {
  readonly name: string
  readonly phones: readonly string[]
  readonly emails: readonly string[]
  readonly organisation?: string | undefined
}

export interface OrderItem {
  readonly id: string
  readonly quantity: number
  readonly price?: string | undefined
}

/** Where the contact came from: an advertisement, a post or a link. */
export interface Referral {
  readonly source: 'ad' | 'post' | 'link' | 'other'
  readonly url?: string | undefined
  readonly headline?: string | undefined
  readonly body?: string | undefined
  /** The vendor's id of the advertisement, or the parameter of the link. */
  readonly ref?: string | undefined
}
