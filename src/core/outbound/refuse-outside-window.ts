import { Problem } from '../../contract/problems.ts'
import type { Trx } from '../../db/store.ts'
import type { Target } from './accept.ts'
import { standingOf, windowOf } from './window.ts'

/** Refuses what only an open window allows, with what is possible instead. */
export async function refuseOutsideWindow(
  trx: Trx,
  target: Omit<Target, 'senderId'>,
  now: number,
): Promise<void> {
  const window = windowOf(target.entry)
  if (!window) return
  const act = await trx
    .selectFrom('conversation as c')
    .innerJoin('contact_act as a', (join) =>
      join.onRef('a.sender_id', '=', 'c.sender_id').onRef('a.identity_id', '=', 'c.identity_id'),
    )
    .select('a.at')
    .where('c.id', '=', target.conversationId)
    .executeTakeFirst()
  if (standingOf(window, act?.at ?? null, now).state !== 'over') return
  throw new Problem(
    'outside_window',
    window.afterwards === 'template' ? 'The contact can be sent a template only.' : undefined,
    { afterwards: window.afterwards },
  )
}
