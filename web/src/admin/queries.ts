import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  ApiChannel,
  ProviderInfo,
  Quarantined,
  SenderCounts,
} from '../../../src/contract/api/channels.ts'
import type { OptOut } from '../../../src/contract/api/consent.ts'
import type { AuditEntry, Extension, Queue, SignIn } from '../../../src/contract/api/people.ts'
import { api, type Page } from '../api/client.ts'

/** A lane's figures move without any event, so what shows them asks again. */
const laneRefreshMs = 5_000

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: async ({ signal }) => (await api<Page<ApiChannel>>('/channels', { signal })).data,
  refetchInterval: laneRefreshMs,
})

export const channelQuery = (id: number) =>
  queryOptions({
    queryKey: ['channels', id],
    queryFn: ({ signal }) => api<ApiChannel>(`/channels/${id}`, { signal }),
    refetchInterval: laneRefreshMs,
  })

export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: async ({ signal }) => (await api<Page<ProviderInfo>>('/providers', { signal })).data,
  staleTime: Number.POSITIVE_INFINITY,
})

/** What the senders did since a moment, by sender id. `hours`: how far back; the gateway counts by whole hours. */
export const countsQuery = (hours: number) =>
  queryOptions({
    queryKey: ['sender-counts', hours],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - hours * 3_600_000).toISOString()
      const { data } = await api<Page<SenderCounts>>('/senders/counts', { query: { from }, signal })
      return new Map(data.map((counts) => [counts.sender_id, counts]))
    },
    refetchInterval: 2 * laneRefreshMs,
    staleTime: 0,
  })

/** Follows a list to its end: people and queues are few enough to be chosen from. */
async function all<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const found: T[] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await api<Page<T>>(path, { query: { limit: 200, cursor }, signal })
    found.push(...page.data)
    cursor = page.next_cursor
  } while (cursor !== null)
  return found
}

export const extensionsQuery = queryOptions({
  queryKey: ['extensions', 'all'],
  queryFn: ({ signal }) => all<Extension>('/extensions', signal),
})

export const signInsQuery = (extensionId: number) =>
  queryOptions({
    queryKey: ['extensions', extensionId, 'sign-ins'],
    queryFn: async ({ signal }) =>
      (await api<Page<SignIn>>(`/extensions/${extensionId}/sign-ins`, { signal })).data,
  })

export const queuesQuery = queryOptions({
  queryKey: ['queues', 'all'],
  queryFn: ({ signal }) => all<Queue>('/queues', signal),
})

const pages = { initialPageParam: null as string | null }
const nextPage = (page: Page<unknown>) => page.next_cursor

export interface QuarantineFilter {
  state: Quarantined['state']
  channelId: number | null
}

export const quarantineQuery = ({ state, channelId }: QuarantineFilter) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: ['quarantine', state, channelId],
    getNextPageParam: nextPage,
    queryFn: ({ pageParam, signal }) =>
      api<Page<Quarantined>>('/quarantine', {
        query: { state, channel_id: channelId, cursor: pageParam },
        signal,
      }),
  })

export const quarantinedQuery = (id: number) =>
  queryOptions({
    queryKey: ['quarantine', id],
    queryFn: ({ signal }) => api<Quarantined>(`/quarantine/${id}`, { signal }),
  })

export const auditQuery = (objectType: string) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: ['audit', objectType],
    getNextPageParam: nextPage,
    queryFn: ({ pageParam, signal }) =>
      api<Page<AuditEntry>>('/audit', { query: { object_type: objectType, cursor: pageParam }, signal }),
    staleTime: 0,
  })

/** Who wants no messages from which sender, the latest first; `search` is a part of a name or an address. */
export const optOutsQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['opt-outs', search],
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<OptOut>) => page.next_cursor,
    queryFn: ({ pageParam, signal }) =>
      api<Page<OptOut>>('/opt-outs', { query: { q: search, cursor: pageParam }, signal }),
  })
