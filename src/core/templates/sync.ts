import { sql } from 'kysely'
import type { Io } from '../../contract/io.ts'
import type { ListedTemplates } from '../../contract/provider.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Store, Trx } from '../../db/store.ts'
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
    if (listed.ok) await replaceAll(trx, store.backend, entry.id, listed)
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

const shape = { name: 'text', language: 'text', definition: 'text' } as const

/** An account may have thousands, and everything that is written waits meanwhile: these are three statements. */
async function replaceAll(
  trx: Trx,
  backend: Backend,
  channelId: number,
  { templates }: Extract<ListedTemplates, { ok: true }>,
): Promise<void> {
  const rows = templates.map((template) => {
    const { name, language } = template
    return { name, language, definition: JSON.stringify(template) }
  })
  await sql`
    insert into template (channel_id, name, language, definition)
    select ${channelId}, name, language, definition from ${rowset(backend, shape, rows)} as r
    where true
    on conflict (channel_id, name, language) do update set definition = excluded.definition`.execute(trx)
  const listed = new Set(rows.map(({ name, language }) => `${language} ${name}`))
  const stored = await trx
    .selectFrom('template')
    .select(['id', 'name', 'language'])
    .where('channel_id', '=', channelId)
    .execute()
  const gone = stored.filter(({ name, language }) => !listed.has(`${language} ${name}`))
  if (gone.length === 0) return
  await sql`
    delete from template where id in (select id from ${rowset(backend, { id: 'integer' }, gone)} as r)`.execute(
    trx,
  )
}
