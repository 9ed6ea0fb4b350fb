import { DefaultQueryExecutor } from 'kysely'
import { vi } from 'vitest'

/** How many statements a piece of work sends to the database: what its speed hangs on, whatever the machine. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const spy = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery')
  try {
    await work()
    return spy.mock.calls.length
  } finally {
    spy.mockRestore()
  }
}
