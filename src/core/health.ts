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

/** Who asks wants an answer: a database that takes longer than this, locked or out of reach, takes no writes. */
const ANSWER_MS = 1_000

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
  let probing: Promise<unknown> | undefined

  function probeOnce(): Promise<unknown> {
    probing ??= probe(store(), now()).finally(() => {
      probing = undefined
    })
    return probing
  }

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
        const asked = healthy ? store().db.selectFrom('process').select('id').limit(1).execute() : probeOnce()
        await within(ANSWER_MS, asked)
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

/** Rejects when the work does, or when it has not ended after so long; the work itself goes on. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
