import type { AuditObject } from '../contract/api/people.ts'
import type { Trx } from '../db/store.ts'

/** Who does something, when (milliseconds UTC) and from where; nobody and nowhere for Trunkline itself. */
export interface Deed {
  readonly actorId: number | null
  readonly at: number
  readonly ip: string | null
}

export interface AuditNote {
  /** `object.verb`: `channel.changed`. */
  readonly action: string
  readonly objectType: AuditObject
  readonly objectId?: number | undefined
  /** What changed, as names and plain values. Never a secret, a password or a message's text. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Writes a row of the audit trail, in the transaction of the change it tells of. Rows are never changed. */
export async function audit(trx: Trx, deed: Deed, note: AuditNote): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      at: deed.at,
      actor_id: deed.actorId,
      action: note.action,
      object_type: note.objectType,
      object_id: note.objectId === undefined ? null : String(note.objectId),
      detail: JSON.stringify(note.detail ?? {}),
      ip: deed.ip,
    })
    .execute()
}
