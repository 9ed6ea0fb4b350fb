import type { Store } from '../db/store.ts'

export interface Health {
  /** The database took nothing: said once, until it takes something again. */
  refused(error: unknown): void
  committed(): void
  /** Ready for traffic? Asks the database where its last write failed. */
  ready(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>
  /** From now on traffic should go elsewhere. */
  stopping(): void
}

export interface HealthOptions {
  readonly store: () => Store
  now(): number
  /** Tells the operator that the database takes no writes, and that it does again. */
  changed(healthy: boolean, error: unknown): void
}

/** Whether this process can keep its promises: it can when its database takes writes and it is not on its way out. */
export function createHealth({ store, now, changed }: HealthOptions): Health {
  let healthy = true
  let leaving = false

  function set(next: boolean, error?: unknown): void {
    if (healthy === next) return
    healthy = next
    changed(next, error)
  }

  return {
    refused: (error) => set(false, error),
    committed: () => set(true),
    stopping: () => {
      leaving = true
    },
    async ready() {
      if (leaving) return { ok: false, reason: 'stopping' }
      try {
        if (healthy) await store().db.selectFrom('process').select('id').limit(1).execute()
        else await probe(store(), now())
        return { ok: true }
      } catch {
        return { ok: false, reason: 'the database takes no writes' }
      }
    },
  }
}

function probe(store: Store, now: number): Promise<unknown> {
  return store.write((trx) =>
    trx
      .insertInto('process')
      .values({ id: 1, probed_at: now })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ probed_at: now }))
      .execute(),
  )
}
