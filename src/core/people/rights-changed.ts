import type { Backend, Trx } from '../../db/store.ts'
import type { Deed } from '../audit.ts'
import { appendEvents } from '../events.ts'

/** Tells open streams that rights or sign-ins of these people changed, so that each looks again at once. */
export async function rightsChanged(
  trx: Trx,
  backend: Backend,
  deed: Deed,
  extensionIds: readonly number[],
): Promise<void> {
  if (extensionIds.length === 0) return
  await appendEvents(trx, backend, [
    {
      type: 'rights.changed',
      at: deed.at,
      actorId: deed.actorId ?? undefined,
      data: { extension_ids: extensionIds },
    },
  ])
}
