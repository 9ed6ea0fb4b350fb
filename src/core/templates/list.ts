import type { ApiTemplate } from '../../contract/api/templates.ts'
import { Problem } from '../../contract/problems.ts'
import type { Provider } from '../../contract/provider.ts'
import { parametersOf } from '../../contract/template-text.ts'
import type { Template } from '../../contract/templates.ts'
import type { Db } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import { allowed } from '../access/permissions.ts'
import { startableSenders } from '../channels/startable.ts'
import { visibleTo } from '../conversations/access.ts'
import { unsendable } from './sendable.ts'

/**
 * The templates to choose from for a sender, those that cannot be sent now last and with the reason; those that can never be
 * sent from here (catalogues, flows) are left out. For people who may start conversations from the sender or see one of its
 * conversations; `not_found` for others.
 */
export async function templatesOfSender(
  db: Db,
  providers: Readonly<Record<string, Provider>>,
  actor: Actor,
  senderId: number,
): Promise<ApiTemplate[]> {
  const sender = await db
    .selectFrom('sender')
    .select('channel_id')
    .where('id', '=', senderId)
    .executeTakeFirst()
  if (!sender || !(await mayUse(db, providers, actor, senderId))) throw new Problem('not_found')
  return listed(db, sender.channel_id, ({ unsupported }) => unsupported.length === 0)
}

/** All of a channel, for people who may see channels. */
export async function templatesOfChannel(db: Db, actor: Actor, channelId: number): Promise<ApiTemplate[]> {
  if (!allowed(actor.role, 'channels.view')) throw new Problem('not_found')
  const channel = await db
    .selectFrom('channel')
    .select('id')
    .where('id', '=', channelId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!channel) throw new Problem('not_found')
  return listed(db, channelId)
}

async function listed(
  db: Db,
  channelId: number,
  wanted: (template: Template) => boolean = () => true,
): Promise<ApiTemplate[]> {
  const rows = await db
    .selectFrom('template')
    .select(['id', 'definition'])
    .where('channel_id', '=', channelId)
    .orderBy('name')
    .orderBy('language')
    .execute()
  const shown = rows
    .map(({ id, definition }) => ({ id, template: JSON.parse(definition) as Template }))
    .filter(({ template }) => wanted(template))
    .map(({ id, template }) => present(id, template))
  return [...shown.filter((one) => one.sendable), ...shown.filter((one) => !one.sendable)]
}

async function mayUse(
  db: Db,
  providers: Readonly<Record<string, Provider>>,
  actor: Actor,
  senderId: number,
): Promise<boolean> {
  if (allowed(actor.role, 'conversations.read_all')) return true
  if ((await startableSenders(db, providers, actor)).some((one) => one.id === senderId)) return true
  const seen = await db
    .selectFrom('conversation as c')
    .select('c.id')
    .where('c.sender_id', '=', senderId)
    .where(visibleTo(actor))
    .limit(1)
    .executeTakeFirst()
  return seen !== undefined
}

function present(id: number, template: Template): ApiTemplate {
  const reason = unsendable(template)
  return {
    id,
    name: template.name,
    language: template.language,
    category: template.category,
    status: template.status,
    sendable: reason === undefined,
    reason: reason ? { code: reason.code, detail: reason.detail ?? null } : null,
    header: template.header ?? null,
    body: template.body,
    footer: template.footer ?? null,
    buttons: template.buttons.map((button) => ({ ...button })),
    parameters: parametersOf(template),
  }
}
