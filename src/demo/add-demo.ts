import type { Actor } from '../core/access/actor.ts'
import type { Deed } from '../core/audit.ts'
import type { ChannelServices } from '../core/channels/channel-services.ts'
import type { ChannelEntry, Directory } from '../core/channels/directory.ts'
import type { MediaStore } from '../core/media/store.ts'
import { insertPerson } from '../core/people/change-person.ts'
import { createQueue } from '../core/people/change-queue.ts'
import type { PasswordHasher } from '../core/people/passwords.ts'
import type { Store, Trx } from '../db/store.ts'
import { newToken } from '../lib/token.ts'
import { exampleChannels, type LineName } from './channels.ts'
import { keepFiles } from './files.ts'
import { writeHistory } from './history.ts'
import { people, supportMembers, type Who } from './people.ts'
import type { DemoSandbox } from './sandbox.ts'
import { stories } from './stories.ts'
import { addTemplates } from './templates.ts'

export interface DemoParts {
  readonly store: Store
  readonly passwords: PasswordHasher
  readonly channels: ChannelServices
  readonly directory: Directory
  readonly files: MediaStore
  now(): number
}

/**
 * Adds the demo to an empty gateway, wired to a running sandbox; answers the password of its people, which is made up
 * here and kept nowhere else. What marks it as the demo is committed with its last part.
 */
export async function addDemo(parts: DemoParts, sandbox: DemoSandbox): Promise<{ password: string }> {
  const { store, directory } = parts
  const now = parts.now()
  const deed: Deed = { actorId: null, at: now, ip: null }
  const password = newToken().slice(0, 16)
  const ids = await addPeople(parts, deed, password)
  const members = supportMembers.map((who) => ids[who])
  const support = await createQueue(store, deed, { name: 'Support', pickup_mode: 'manual', members })
  const channelIds = await addChannels(parts, deed, sandbox, ids, support.id)
  const files = await keepFiles(parts.files)
  const actors = byName(people, (who, { name, role }): Actor => {
    return { id: ids[who], name, role, queueIds: supportMembers.includes(who) ? [support.id] : [] }
  })
  const channels = byName(channelIds, (_line, id): ChannelEntry => directory.byId(id)!)

  await store.write(async (trx) => {
    const lines = Object.entries(channelIds).map(([line, channel_id]) => ({ line, channel_id }))
    await trx.insertInto('demo_line').values(lines).execute()
    const options = { backend: store.backend, actors, channels, files, now }
    await addTemplates(trx, channelIds.whatsapp)
    const conversationIds = await writeHistory(trx, stories, options)
    await markRead(
      trx,
      conversationIds.filter((_id, i) => !stories[i]?.unread),
    )
  })
  return { password }
}

async function addPeople(
  { store, passwords }: DemoParts,
  deed: Deed,
  password: string,
): Promise<Record<Who, number>> {
  const hash = await passwords.hash(password)
  return store.write(async (trx) => {
    const ids = { maya: 0, tom: 0, lucia: 0, sam: 0 }
    for (const who of Object.keys(people) as Who[])
      ids[who] = (await insertPerson(trx, deed, people[who], hash)).id
    return ids
  })
}

async function addChannels(
  { channels: { channels, senders } }: DemoParts,
  deed: Deed,
  sandbox: DemoSandbox,
  ids: Readonly<Record<Who, number>>,
  supportId: number,
): Promise<Record<LineName, number>> {
  const made = { 'main-line': 0, workshop: 0, page: 0, whatsapp: 0 }
  for (const { line, name, provider, number, to, starters } of exampleChannels) {
    const account = sandbox.open({ id: line, name, provider, numbers: [number] })
    const channel = await channels.create(deed, {
      name,
      provider,
      credentials: account.credentials,
      settings: { api_base_url: account.apiBaseUrl },
      active: true,
    })
    const destination =
      to === 'support'
        ? ({ type: 'queue', id: supportId } as const)
        : ({ type: 'extension', id: ids[to] } as const)
    await senders.create(deed, channel.id, {
      address: number,
      destination,
      starters: starters.map((who) => ids[who]),
    })
    account.deliverTo(channel.webhook_url)
    made[line] = channel.id
  }
  return made
}

/** Old conversations are nobody's work any more. */
async function markRead(trx: Trx, conversationIds: readonly number[]): Promise<void> {
  await trx
    .insertInto('conversation_read')
    .columns(['conversation_id', 'extension_id', 'read_count'])
    .expression((from) =>
      from
        .selectFrom(['conversation as c', 'extension as x'])
        .select(['c.id', 'x.id as extension_id', 'c.inbound_count'])
        .where('c.id', 'in', conversationIds),
    )
    .execute()
}

function byName<K extends string, A, B>(
  record: Readonly<Record<K, A>>,
  make: (name: K, value: A) => B,
): Record<K, B> {
  const entries = Object.entries(record) as [K, A][]
  return Object.fromEntries(entries.map(([name, value]) => [name, make(name, value)])) as Record<K, B>
}
