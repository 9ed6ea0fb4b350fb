import { z } from 'zod'
import { id, time } from './common.ts'
import { conversation, message } from './conversations.ts'

/** One row of the realtime stream. `id` grows; a client that reconnects with the last it saw misses nothing. */
export const streamEvent = z.object({
  id: z.int(),
  type: z.string(),
  at: time,
  conversation_id: id.nullable(),
  /** The conversation and message as they are now; null where the event is of neither, or no longer yours to see. */
  conversation: conversation.nullable(),
  message: message.nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type StreamEvent = z.infer<typeof streamEvent>

/** Frames of `GET /api/v1/stream` (WebSocket). First `hello`, then the missed events, then live ones. */
export const streamFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), last_event_id: z.int() }),
  z.object({ type: z.literal('event'), event: streamEvent }),
  /** Too far behind, or the rights changed: fetch the lists again, then go on from `last_event_id`. */
  z.object({ type: z.literal('refetch'), last_event_id: z.int() }),
  z.object({ type: z.literal('bye'), reason: z.enum(['signed_out', 'stopping', 'slow']) }),
])
export type StreamFrame = z.infer<typeof streamFrame>

export const eventTypes = {
  'conversation.opened': 'A first message opened a conversation.',
  'conversation.changed': 'Owner, queue or state of a conversation changed.',
  'conversation.closed': 'A conversation was closed, by a person or after days without activity.',
  'conversation.read': 'Somebody read a conversation up to its last message.',
  'contact.changed': 'A contact is reached at another address, or did something that lets you write.',
  'consent.changed': 'A contact asked for no more messages from a sender, or for messages again.',
  'message.received': 'A contact wrote.',
  'message.elsewhere': 'The business wrote in another program.',
  'message.changed':
    'A message got a reaction or lost one, was edited, was deleted, or its vendor told what it costs.',
  'message.queued': 'An outbound message was accepted and waits for its turn.',
  'message.status':
    'An outbound message moved: sending, sent, delivered, read, failed, unconfirmed, or queued for another try.',
  'media.changed': 'A file of a message was stored, refused or removed.',
  'channel.changed': 'A channel was created or changed, or its state moved.',
  'quarantine.added': 'A webhook was refused and kept.',
  'quarantine.changed': 'A kept webhook was released or discarded.',
  'rights.changed': "Somebody's role, membership or account changed: streams check their rights again.",
} as const
export type EventType = keyof typeof eventTypes
