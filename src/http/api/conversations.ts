import { z } from 'zod'
import { idParams, page, pageQuery } from '../../contract/api/common.ts'
import {
  acceptedMessage,
  conversation,
  conversationTotals,
  message,
  newConversation,
  newMessage,
  newReaction,
  startedConversation,
  timelineEntry,
  transfer,
} from '../../contract/api/conversations.ts'
import * as actions from '../../core/conversations/actions.ts'
import {
  getConversation,
  getMessage,
  listConversations,
  listMessages,
  mustSee,
  partsOf,
} from '../../core/conversations/list.ts'
import { reactTo } from '../../core/conversations/react.ts'
import { reply } from '../../core/conversations/reply.ts'
import { sendAgain } from '../../core/conversations/send-again.ts'
import { start } from '../../core/conversations/start.ts'
import { timeline } from '../../core/conversations/timeline.ts'
import { conversationTotals as countTotals } from '../../core/conversations/totals.ts'
import { endpoint } from '../endpoint.ts'
import { idempotencyKey } from '../idempotency-key.ts'

export const list = endpoint({
  summary: 'Conversations the signed-in person may see, latest activity first.',
  query: z.strictObject({
    box: z.enum(['mine', 'queue', 'all', 'archived']).default('all'),
    status: z.enum(['open', 'closed']).optional(),
    q: z.string().max(100).optional(),
    ...pageQuery,
  }),
  answer: page(conversation),
  handler: ({ services, actor, query }) => listConversations(services.store.db, services.lanes, actor, query),
})

export const totals = endpoint({
  summary: 'How many open conversations and unread messages the signed-in person has, by box.',
  answer: conversationTotals,
  handler: ({ services, actor }) => countTotals(services.store.db, actor),
})

export const show = endpoint({
  summary: 'One conversation.',
  params: idParams,
  answer: conversation,
  problems: ['not_found'],
  handler: ({ services, actor, params }) =>
    getConversation(services.store.db, services.lanes, actor, params.id),
})

export const create = endpoint({
  summary: 'Writes to a contact first; an open conversation with that contact is used where there is one.',
  body: newConversation,
  answer: startedConversation,
  status: 201,
  problems: ['not_owner', 'idempotency_mismatch', 'opted_out', 'outside_window', 'validation_failed'],
  async handler({ services, actor, body, request }) {
    const { store, channels, lanes, now } = services
    const draft = {
      senderId: body.sender_id,
      to: body.to,
      text: body.text,
      mediaIds: body.media ?? [],
      template: body.template,
      location: body.location,
      replyTo: body.reply_to,
      clientRef: body.client_ref,
      idempotencyKey: idempotencyKey(request),
    }
    const started = await start(store, services.directory, channels.providers, actor, draft, now())
    services.accepted(started.channelId)
    return {
      conversation: await getConversation(store.db, lanes, actor, started.conversationId),
      message: await getMessage(store.db, lanes, actor, started.messageId),
      others: await partsOf(store.db, lanes, actor, started.messageId),
    }
  },
})

export const listThread = endpoint({
  summary: 'The messages of a conversation, newest first.',
  params: idParams,
  query: z.strictObject(pageQuery),
  answer: page(message),
  problems: ['not_found'],
  handler: ({ services, actor, params, query }) =>
    listMessages(services.store.db, services.lanes, actor, { ...query, conversationId: params.id }),
})

export const showTimeline = endpoint({
  summary:
    'What happened to a conversation besides its messages: opened, picked up, transferred, closed, opted out and in. Oldest first.',
  params: idParams,
  answer: z.object({ data: z.array(timelineEntry), next_cursor: z.null() }),
  problems: ['not_found'],
  handler: async ({ services, actor, params }) => ({
    data: await timeline(services.store.db, actor, params.id),
    next_cursor: null,
  }),
})

export const write = endpoint({
  summary:
    'Accepts a reply for sending: text, files, a template, a place. What the vendor does not take at once becomes several messages; `others` names them. Repeatable with an Idempotency-Key header or a client_ref.',
  params: idParams,
  body: newMessage,
  answer: acceptedMessage,
  status: 202,
  problems: [
    'not_found',
    'not_owner',
    'conversation_closed',
    'conversation_moved_on',
    'idempotency_mismatch',
    'opted_out',
    'outside_window',
    'validation_failed',
  ],
  async handler({ services, actor, params, body, request }) {
    const { store, directory, lanes, now } = services
    const draft = {
      text: body.text,
      mediaIds: body.media ?? [],
      template: body.template,
      location: body.location,
      replyTo: body.reply_to,
      clientRef: body.client_ref,
      seenEventId: body.seen_event_id,
      idempotencyKey: idempotencyKey(request),
    }
    const { messageId, channelId } = await reply(store, directory, actor, params.id, draft, now())
    services.accepted(channelId)
    return {
      ...(await getMessage(store.db, lanes, actor, messageId)),
      others: await partsOf(store.db, lanes, actor, messageId),
    }
  },
})

export const pickUp = endpoint({
  summary: 'Becomes the owner of a conversation that nobody owns.',
  params: idParams,
  answer: conversation,
  problems: ['not_found', 'not_owner', 'conversation_closed'],
  async handler({ services, actor, params }) {
    await actions.pickUp(services.store, actor, params.id, services.now())
    return getConversation(services.store.db, services.lanes, actor, params.id)
  },
})

export const handOn = endpoint({
  summary: 'Transfers a conversation to an extension, a queue or the API.',
  params: idParams,
  body: transfer,
  problems: ['not_found', 'not_owner', 'conversation_closed'],
  async handler({ services, actor, params, body }) {
    await actions.transfer(services.store, actor, params.id, body.destination, services.now())
  },
})

export const takeOver = endpoint({
  summary:
    'Takes a conversation from the other program of the business that answers it, where the provider gives it.',
  params: idParams,
  answer: conversation,
  problems: [
    'not_found',
    'not_owner',
    'conversation_closed',
    'channel_off',
    'control_refused',
    'validation_failed',
  ],
  async handler({ services, actor, params }) {
    await services.takeOver(actor, params.id)
    return getConversation(services.store.db, services.lanes, actor, params.id)
  },
})

export const close = endpoint({
  summary: 'Closes a conversation; what the contact writes next opens a new one.',
  params: idParams,
  problems: ['not_found', 'not_owner'],
  async handler({ services, actor, params }) {
    await actions.close(services.store, actor, params.id, services.now())
  },
})

export const markRead = endpoint({
  summary: 'Marks a conversation as read by the signed-in person, up to its last message.',
  params: idParams,
  problems: ['not_found'],
  async handler({ services, actor, params }) {
    await actions.markRead(services.store, actor, params.id, services.now())
    // The vendor's answer is nobody's to wait for.
    void services.signal(actor, params.id, 'read')
  },
})

export const typing = endpoint({
  summary: 'Shows the contact that an answer is being typed, for some seconds, where the vendor can.',
  params: idParams,
  problems: ['not_found'],
  async handler({ services, actor, params }) {
    await mustSee(services.store.db, actor, params.id)
    void services.signal(actor, params.id, 'typing')
  },
})

export const listAllMessages = endpoint({
  summary: 'All messages the signed-in person may see, newest first.',
  query: z.strictObject(pageQuery),
  answer: page(message),
  handler: ({ services, actor, query }) => listMessages(services.store.db, services.lanes, actor, query),
})

export const sendMessageAgain = endpoint({
  summary: 'Sends a failed or unconfirmed message once more; an unconfirmed one may arrive twice.',
  params: idParams,
  answer: message,
  status: 202,
  problems: [
    'not_found',
    'not_owner',
    'not_sendable',
    'channel_off',
    'gone',
    'conversation_closed',
    'opted_out',
    'outside_window',
  ],
  async handler({ services, actor, params }) {
    const { store, lanes, now } = services
    const { channelId } = await sendAgain(store, services.directory, actor, params.id, now())
    services.accepted(channelId)
    return getMessage(store.db, lanes, actor, params.id)
  },
})

export const reactToMessage = endpoint({
  summary:
    'Reacts to a message of the conversation, or takes the reaction back; it goes out as a message of its own.',
  params: idParams,
  body: newReaction,
  answer: message,
  status: 202,
  problems: [
    'not_found',
    'not_owner',
    'conversation_closed',
    'opted_out',
    'outside_window',
    'validation_failed',
  ],
  async handler({ services, actor, params, body }) {
    const { store, directory, lanes, now } = services
    const { messageId, channelId } = await reactTo(store, directory, actor, params.id, body.emoji, now())
    services.accepted(channelId)
    return getMessage(store.db, lanes, actor, messageId)
  },
})
