import type { Io } from '../../contract/io.ts'
import type { ListedTemplates } from '../../contract/provider.ts'
import type { Store, Trx } from '../../db/store.ts'
import { vendorWords } from '../../lib/vendor-words.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import { appendEvents } from '../events.ts'

/** `problem`: why they could not be fetched, in a sentence; what was fetched before stays. */
export interface Synced {
  readonly count: number
  readonly problem: string | null
  readonly at: number
}

export interface SyncOptions {
  readonly store: Store
  io(entry: ChannelEntry): Io
  now(): number
}

/** Fetches every template of a channel from its vendor; those that are not there any more go. */
export async function syncTemplates({ store, io, now }: SyncOptions, entry: ChannelEntry): Promise<Synced> {
  const listed: ListedTemplates = (await entry.provider.listTemplates?.(entry.channel, io(entry))) ?? {
    ok: true,
    templates: [],
  }
  const at = now()
  return store.write(async (trx) => {
    const problem = listed.ok ? null : vendorWords(listed.failed, [])
    await trx
      .updateTable('channel')
      .set(listed.ok ? { templates_at: at, templates_problem: null } : { templates_problem: problem })
      .where('id', '=', entry.id)
      .execute()
    if (listed.ok) await replaceAll(trx, entry.id, listed)
    await appendEvents(trx, store.backend, [
      { type: 'channel.changed', at, channelId: entry.id, data: { change: 'templates' } },
    ])
    const { count } = await trx
      .selectFrom('template')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('channel_id', '=', entry.id)
      .executeTakeFirstOrThrow()
    return { count: Number(count), problem, at }
  })
}

async function replaceAll(
  trx: Trx,
  channelId: number,
  { templates }: Extract<ListedTemplates, { ok: true }>,
): Promise<void> {
  const kept: number[] = []
  for (const template of templates) {
    const { id } = await trx
      .insertInto('template')
      .values({
        channel_id: channelId,
        name: template.name,
        language: template.language,
        definition: JSON.stringify(template),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['channel_id', 'name', 'language'])
          .doUpdateSet({ definition: JSON.stringify(template) }),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    kept.push(id)
  }
  let gone = trx.deleteFrom('template').where('channel_id', '=', channelId)
  if (kept.length > 0) gone = gone.where('id', 'not in', kept)
  await gone.execute()
}
