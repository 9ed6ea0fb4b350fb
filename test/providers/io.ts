import type { HttpResult, Io } from '../../src/contract/io.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { createHttpClient } from '../../src/lib/net/client.ts'

export const challenge = 'nonce-of-this-run'

/**
 * The real HTTP client, which may only reach `allowed`, and waits `timeoutMs` at most. What goes to another host fails
 * the test.
 */
export function ioFor(allowed: string, timeoutMs = 5000): { io: Io; close(): Promise<void> } {
  const client = createHttpClient({ allowPrivateAddresses: true })
  const io: Io = {
    request(request): Promise<HttpResult> {
      if (!request.url.startsWith(allowed)) throw new Error(`A request went to ${request.url}.`)
      return client.request({ ...request, timeoutMs: Math.min(request.timeoutMs ?? timeoutMs, timeoutMs) })
    },
    now: () => Date.now(),
    nonce: () => challenge,
    cached: async (_key, load) => (await load()).value,
    uploaded: (_file, upload) => upload(),
  }
  return { io, close: () => client.close() }
}

/** Every secret value of a channel. */
export function secretsOf(channel: Channel, fields: readonly { name: string; secret?: boolean }[]): string[] {
  return fields.flatMap((field) => {
    const value = channel.values[field.name]
    return field.secret && typeof value === 'string' ? [value] : []
  })
}
