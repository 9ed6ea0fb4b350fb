import type { QueryClient } from '@tanstack/react-query'
import { totalsQuery } from '../inbox/queries.ts'

/** A busy queue changes the totals many times a second; nobody reads them that fast. */
const GATHER_MS = 300
let timer: ReturnType<typeof setTimeout> | undefined

/** Asks for the totals anew, once for all changes of a moment. */
export function recountSoon(client: QueryClient): void {
  if (timer !== undefined) return
  timer = setTimeout(() => {
    timer = undefined
    void client.invalidateQueries({ queryKey: totalsQuery.queryKey })
  }, GATHER_MS)
}
