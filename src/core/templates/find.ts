import { Problem } from '../../contract/problems.ts'
import type { Template } from '../../contract/templates.ts'
import { validationProblem } from '../../contract/validation.ts'
import type { Trx } from '../../db/store.ts'
import type { Target } from '../outbound/accept.ts'

/** A template of the target's channel; refuses marketing to those who stopped it. */
export async function templateOf(trx: Trx, target: Target, id: number): Promise<Template> {
  const row = await trx
    .selectFrom('template')
    .select('definition')
    .where('id', '=', id)
    .where('channel_id', '=', target.entry.id)
    .executeTakeFirst()
  if (!row) {
    throw validationProblem([{ path: 'body.template.id', message: 'is not a template of this channel' }])
  }
  const template = JSON.parse(row.definition) as Template
  if (template.category === 'marketing') await refuseIfMarketingStopped(trx, target.conversationId)
  return template
}

async function refuseIfMarketingStopped(trx: Trx, conversationId: number): Promise<void> {
  const stop = await trx
    .selectFrom('conversation as c')
    .innerJoin('marketing_stop as s', (join) =>
      join.onRef('s.sender_id', '=', 'c.sender_id').onRef('s.identity_id', '=', 'c.identity_id'),
    )
    .select('s.at')
    .where('c.id', '=', conversationId)
    .where('s.stopped', '=', 1)
    .executeTakeFirst()
  if (stop) throw new Problem('opted_out', 'This person has stopped marketing messages from this sender.')
}
