import type { Query, QueryClient } from '@tanstack/react-query'

/** Fetches that are fetched once more when they are over. */
const marked = new WeakSet<Promise<unknown>>()

/**
 * To be called with what an event put into a cache: an answer that was on its way when the event came may not know of it and
 * would take it back, so it is fetched once more. Several events in the time of one fetch bring one more.
 */
export function againAfterFetch(client: QueryClient, queryKey: readonly unknown[]): void {
  const query = client.getQueryCache().find({ queryKey, fetchStatus: 'fetching' })
  const underWay = query?.promise
  if (!underWay || marked.has(underWay)) return
  marked.add(underWay)
  const again = () => void client.invalidateQueries({ queryKey, exact: true })
  underWay.then(again, again)
}

/** Fetches everything shown anew, but for who is signed in; what is on its way for the first time, once it is here. */
export function refetchAll(client: QueryClient): void {
  const predicate = ({ queryKey }: Query) => queryKey[0] !== 'me'
  for (const { queryKey, state } of client.getQueryCache().findAll({ predicate, fetchStatus: 'fetching' })) {
    if (state.data === undefined) againAfterFetch(client, queryKey)
  }
  void client.invalidateQueries({ predicate })
}
