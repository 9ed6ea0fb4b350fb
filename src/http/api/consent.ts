import { z } from 'zod'
import { idParams, page, pageQuery } from '../../contract/api/common.ts'
import { consent, newConsent, optOut } from '../../contract/api/consent.ts'
import { conversation } from '../../contract/api/conversations.ts'
import { consentHistory, listOptOuts } from '../../core/consent/list.ts'
import { noteConsent } from '../../core/consent/note.ts'
import { getConversation } from '../../core/conversations/list.ts'
import { endpoint } from '../endpoint.ts'

export const history = endpoint({
  summary:
    "What was said about writing to a conversation's contact from its sender, the newest first; the newest holds.",
  params: idParams,
  answer: z.object({ data: z.array(consent), next_cursor: z.null() }),
  problems: ['not_found'],
  handler: async ({ services, actor, params }) => ({
    data: await consentHistory(services.store.db, actor, params.id),
    next_cursor: null,
  }),
})

export const note = endpoint({
  summary:
    'Notes that the contact wants no more messages from this sender, or wants them again (supervisors and administrators).',
  params: idParams,
  body: newConsent,
  answer: conversation,
  problems: ['not_found', 'not_owner', 'conversation_closed', 'forbidden'],
  async handler({ services, actor, params, body }) {
    await noteConsent(services.store, actor, params.id, body, services.now())
    return getConversation(services.store.db, services.lanes, actor, params.id)
  },
})

export const listOut = endpoint({
  summary: 'Every contact who wants no messages from a sender, the latest first.',
  query: z.strictObject({ q: z.string().max(100).optional(), ...pageQuery }),
  answer: page(optOut),
  handler: ({ services, query }) => listOptOuts(services.store.db, query),
})
