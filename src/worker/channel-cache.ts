import type { Cached } from '../contract/io.ts'
import type { ChannelEntry } from '../core/channels/directory.ts'

/** Renewed this long before it expires, so that no request leaves with a value that dies on the way. */
const EARLY_MS = 60_000

type Known = Promise<Cached<unknown>>

/** What providers keep in memory for a channel. A channel that changes is a new entry, and begins with nothing. */
const caches = new WeakMap<ChannelEntry, Map<string, Known>>()

/** The `cached` of a provider's `Io`, for one channel. */
export function channelCache(entry: ChannelEntry, now: () => number) {
  const cache = caches.get(entry) ?? new Map<string, Known>()
  caches.set(entry, cache)

  return async <T>(key: string, load: () => Promise<Cached<T>>, fresh = false): Promise<T> => {
    const known = cache.get(key) as Promise<Cached<T>> | undefined
    if (known !== undefined && !fresh) {
      const { value, expiresAt } = await known
      if (expiresAt - EARLY_MS > now()) return value
      // Another caller may have begun the renewal while this one waited.
      const renewed = cache.get(key) as Promise<Cached<T>>
      if (renewed !== known) return (await renewed).value
    }
    const loading = load()
    cache.set(key, loading)
    loading.catch(() => cache.get(key) === loading && cache.delete(key))
    return (await loading).value
  }
}
