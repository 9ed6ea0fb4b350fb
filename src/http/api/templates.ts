import { z } from 'zod'
import { id, idParams } from '../../contract/api/common.ts'
import { template, templateSync } from '../../contract/api/templates.ts'
import { Problem } from '../../contract/problems.ts'
import { listTemplates } from '../../core/templates/list.ts'
import { apiTime } from '../../lib/api-time.ts'
import { endpoint } from '../endpoint.ts'

export const list = endpoint({
  summary:
    'The message templates that may be sent from a sender; those that cannot be sent now come last, with the reason.',
  query: z.strictObject({ sender_id: z.coerce.number().pipe(id) }),
  answer: z.object({ data: z.array(template), next_cursor: z.null() }),
  problems: ['not_found'],
  async handler({ services, actor, query }) {
    const { store, channels } = services
    return {
      data: await listTemplates(store.db, channels.providers, actor, query.sender_id),
      next_cursor: null,
    }
  },
})

export const sync = endpoint({
  summary: "Fetches the channel's message templates from the provider now.",
  params: idParams,
  answer: templateSync,
  problems: ['not_found'],
  async handler({ services, params }) {
    const entry = services.directory.byId(params.id)
    if (!entry?.provider.listTemplates) throw new Problem('not_found')
    const { count, problem, at } = await services.syncTemplates(entry)
    return { count, problem, synced_at: apiTime(at) }
  },
})
