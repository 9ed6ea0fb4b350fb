import type { NewQueue, Queue, QueuePatch } from '../../contract/api/people.ts'
import { Problem } from '../../contract/problems.ts'
import { validationProblem } from '../../contract/validation.ts'
import type { Store, Trx } from '../../db/store.ts'
import { audit, type Deed } from '../audit.ts'
import { getQueue } from './queues.ts'
import { rightsChanged } from './rights-changed.ts'

/** Adds a queue; `conflict` where one has this name, `validation_failed` for members that do not exist. */
export async function createQueue(store: Store, deed: Deed, wanted: NewQueue): Promise<Queue> {
  return store.write(async (trx) => {
    await checkName(trx, wanted.name)
    const { id } = await trx
      .insertInto('queue')
      .values({ name: wanted.name, pickup_mode: wanted.pickup_mode, created_at: deed.at })
      .returning('id')
      .executeTakeFirstOrThrow()
    await setMembers(trx, id, wanted.members)
    const queue = await getQueue(trx, id)
    await note(trx, deed, 'queue.created', queue)
    await rightsChanged(trx, store.backend, deed, queue.members)
    return queue
  })
}

/** Changes a queue. `members` replaces the whole list. Streams of old and new members look at their rights again. */
export async function changeQueue(store: Store, deed: Deed, id: number, patch: QueuePatch): Promise<Queue> {
  return store.write(async (trx) => {
    const before = await getQueue(trx, id)
    if (patch.name !== undefined && patch.name !== before.name) await checkName(trx, patch.name)
    await trx
      .updateTable('queue')
      .set({ name: patch.name ?? before.name, pickup_mode: patch.pickup_mode ?? before.pickup_mode })
      .where('id', '=', id)
      .execute()
    if (patch.members) await setMembers(trx, id, patch.members)
    const queue = await getQueue(trx, id)
    await note(trx, deed, 'queue.changed', queue)
    await rightsChanged(trx, store.backend, deed, union(before.members, queue.members))
    return queue
  })
}

/** Removes a queue that nothing leads to any more; `conflict` while a sender or an open conversation does. */
export async function deleteQueue(store: Store, deed: Deed, id: number): Promise<void> {
  await store.write(async (trx) => {
    const queue = await getQueue(trx, id)
    await checkUnusedQueue(trx, id)
    await trx.deleteFrom('queue').where('id', '=', id).execute()
    await note(trx, deed, 'queue.deleted', queue)
    await rightsChanged(trx, store.backend, deed, queue.members)
  })
}

async function checkName(trx: Trx, name: string): Promise<void> {
  const taken = await trx.selectFrom('queue').select('id').where('name', '=', name).executeTakeFirst()
  if (!taken) return
  const errors = [{ path: 'body.name', message: 'is taken by another queue' }]
  throw new Problem('conflict', 'Another queue has this name.', { errors })
}

async function checkUnusedQueue(trx: Trx, id: number): Promise<void> {
  const sender = await trx
    .selectFrom('sender as s')
    .innerJoin('channel as c', 'c.id', 's.channel_id')
    .select('s.address')
    .where('s.destination_type', '=', 'queue')
    .where('s.destination_id', '=', id)
    .where('c.deleted_at', 'is', null)
    .executeTakeFirst()
  if (sender)
    throw new Problem(
      'conflict',
      `New conversations of ${sender.address} go to this queue. Change that first.`,
    )
  const conversation = await trx
    .selectFrom('conversation')
    .select('id')
    .where('queue_id', '=', id)
    .where('status', '=', 'open')
    .limit(1)
    .executeTakeFirst()
  if (conversation)
    throw new Problem('conflict', 'There are open conversations in this queue. Close or transfer them first.')
}

async function setMembers(trx: Trx, queueId: number, members: readonly number[]): Promise<void> {
  const wanted = union(members, [])
  await trx.deleteFrom('queue_member').where('queue_id', '=', queueId).execute()
  if (wanted.length === 0) return
  const known = await trx.selectFrom('extension').select('id').where('id', 'in', wanted).execute()
  const unknown = wanted.filter((id) => !known.some((row) => row.id === id))
  if (unknown.length > 0) {
    const message = `has extensions that do not exist: ${unknown.join(', ')}`
    throw validationProblem([{ path: 'body.members', message }])
  }
  await trx
    .insertInto('queue_member')
    .values(wanted.map((extensionId) => ({ queue_id: queueId, extension_id: extensionId })))
    .execute()
}

async function note(trx: Trx, deed: Deed, action: string, queue: Queue): Promise<void> {
  const { id, ...detail } = queue
  await audit(trx, deed, { action, objectType: 'queue', objectId: id, detail })
}

function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])]
}
