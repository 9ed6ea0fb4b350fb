import { z } from 'zod'
import { quarantined, release, released } from '../../contract/api/channels.ts'
import { idParams, page, pageQuery } from '../../contract/api/common.ts'
import { pageOf, readCursor } from '../../core/page.ts'
import { endpoint } from '../endpoint.ts'

export const listQuarantine = endpoint({
  summary: 'Webhooks that were refused and kept, the newest first.',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(['quarantined', 'released', 'discarded']).default('quarantined'),
    channel_id: z.coerce.number().int().positive().optional(),
  }),
  answer: page(quarantined),
  async handler({ services, query }) {
    const before = readCursor(query.cursor, ['number'])?.[0]
    const { state, channel_id: channelId, limit } = query
    const rows = await services.channels.quarantine.list({ state, channelId, before, limit: limit + 1 })
    return pageOf(
      rows,
      limit,
      (row) => [row.id],
      (row) => row,
    )
  },
})

export const showQuarantined = endpoint({
  summary: 'One kept webhook: its headers, without credentials, and the beginning of its body.',
  params: idParams,
  answer: quarantined,
  problems: ['not_found'],
  handler: ({ services, params }) => services.channels.quarantine.get(params.id),
})

export const releaseQuarantined = endpoint({
  summary: "Judges a kept webhook anew, with the channel's settings of today, and takes it in.",
  params: idParams,
  body: release,
  answer: released,
  problems: [
    'not_found',
    'conflict',
    'channel_off',
    'signature_missing',
    'signature_mismatch',
    'secret_not_set',
    'malformed_body',
    'invalid_field',
    'unsupported_media_type',
  ],
  async handler(call) {
    const { id } = call.params
    const { messages } = await call.services.channels.quarantine.release(call.deed, id, call.body)
    return { id, state: 'released' as const, messages }
  },
})

export const discardQuarantined = endpoint({
  summary: 'Gives a kept webhook up. It is deleted with the others of its age.',
  params: idParams,
  problems: ['not_found', 'conflict'],
  handler: (call) => call.services.channels.quarantine.discard(call.deed, call.params.id),
})
