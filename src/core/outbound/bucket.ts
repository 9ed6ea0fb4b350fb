import { type RawBuilder, sql } from 'kysely'
import type { ChannelEntry } from '../channels/directory.ts'

/** Messages that share a rate: all of a channel's, or its texts and its messages with files apart. */
export type Bucket = 'all' | 'text' | 'media'

type Rates = Pick<ChannelEntry, 'messagesPerSecond' | 'mediaMessagesPerSecond'>

/** The buckets of a channel; together they hold every message of it. */
export function bucketsOf(entry: Rates): readonly Bucket[] {
  return entry.mediaMessagesPerSecond === undefined ? ['all'] : ['text', 'media']
}

/** What a bucket of the channel may send a second. */
export function rateOf(entry: Rates, bucket: Bucket): number {
  const { messagesPerSecond, mediaMessagesPerSecond = messagesPerSecond } = entry
  return bucket === 'media' ? mediaMessagesPerSecond : messagesPerSecond
}

/** Whether a message belongs to the bucket. */
export function holds(bucket: Bucket, message: { readonly has_media: number }): boolean {
  return bucket === 'all' || (bucket === 'media') === (message.has_media === 1)
}

const conditions = {
  all: sql<boolean>`1 = 1`,
  text: sql<boolean>`has_media = 0`,
  media: sql<boolean>`has_media = 1`,
} as const satisfies Record<Bucket, unknown>

/** `holds` as a condition on rows of `message`; no other table of the statement has files. */
export function inBucket(bucket: Bucket): RawBuilder<boolean> {
  return conditions[bucket]
}
