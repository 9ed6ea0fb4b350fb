import type { Db } from '../db/store.ts'

/** A channel of the demo that is in service or switched off, but not removed. */
export interface DemoLine {
  readonly line: string
  readonly channelId: number
}

/** Lines of the demo's channels; none where there is no demo, or its channels have been removed. */
export async function demoLines(db: Db): Promise<DemoLine[]> {
  return db
    .selectFrom('demo_line as d')
    .innerJoin('channel as c', 'c.id', 'd.channel_id')
    .select(['d.line', 'd.channel_id as channelId'])
    .where('c.deleted_at', 'is', null)
    .orderBy('d.id')
    .execute()
}

/** Whether somebody has worked here: anything but administrators. The demo is for an empty gateway alone. */
export async function holdsData(db: Db): Promise<boolean> {
  const found = await Promise.all([
    db.selectFrom('extension').select('id').where('role', '!=', 'administrator').limit(1).execute(),
    db.selectFrom('queue').select('id').limit(1).execute(),
    db.selectFrom('channel').select('id').limit(1).execute(),
  ])
  return found.some((rows) => rows.length > 0)
}
