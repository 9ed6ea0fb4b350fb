export interface Sourced<T> {
  readonly value: T
  /** Where the figure comes from: a URL and the day it was read, or the reason for our own choice. */
  readonly source: string
}

export interface Limits {
  /** Default of the channel's `messages_per_second`. */
  readonly messagesPerSecond: Sourced<number>
  /** Default of the channel's `media_messages_per_second`, where messages with files have a rate of their own. */
  readonly mediaMessagesPerSecond?: Sourced<number>
  /** Open requests at a time, for each of the rates. */
  readonly openRequests: Sourced<number>
  readonly textCharacters: Sourced<number>
  readonly mediaPerMessage: Sourced<number>
  /** Of a single file. */
  readonly mediaBytes: Sourced<number>
  /** Of all files of a message together, where the vendor counts them so. */
  readonly mediaBytesTotal?: Sourced<number>
  /** MIME types or `image/*` forms; undefined means the vendor decides. */
  readonly mediaTypes?: Sourced<readonly string[]>
  /** Lower limits for some types of file, by MIME type or `image/*` form; the first that fits counts. */
  readonly mediaBytesOf?: Sourced<Readonly<Record<string, number>>>
  /**
   * Files that can carry a text, and its length. A text beside any other file, or a longer one, becomes a message of its own
   * after the files; so does each file beyond `mediaPerMessage`. Left out where text and files go together.
   */
  readonly captions?: Sourced<{ readonly types: readonly string[]; readonly characters: number }>
  /** Messages to one contact: `burst` at once, then one each `everyMs`. */
  readonly perContact?: Sourced<{ readonly everyMs: number; readonly burst: number }>
  /** To how many people templates may be sent outside their window. */
  readonly messagingLimit?: Sourced<MessagingLimit>
  readonly webhookBytes: Sourced<number>
  /** Where files come inside webhooks (`InboundMedia.data`): by how many bytes a webhook may be larger for them. */
  readonly webhookFileBytes?: Sourced<number>
  /** How long a send may take, from the first byte of the request to the last of the answer. */
  readonly sendTimeoutMs: Sourced<number>
}

/** A person counts for `hours` after the last template that was sent to them outside their window. */
export interface MessagingLimit {
  readonly hours: number
  /** The channel's field that says how many people; a value that is no number means any number of them. */
  readonly field: string
  /** Names the account at the vendor: channels that agree in the first of these fields that is filled in are counted together. */
  readonly accountFields: readonly string[]
}
