import { z } from 'zod'
import type { Holder } from '../../src/contract/chat-events.ts'
import type { InboundEvent } from '../../src/contract/inbound.ts'
import type { Io } from '../../src/contract/io.ts'
import type { Channel, Control, Taken } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { readGraphError, vendorCodeOf } from '../../src/lib/meta/errors.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { id, type Place } from './envelope.ts'
import { secretsOf } from './fields.ts'
import { pageToken } from './page-token.ts'

const timeoutMs = 10_000
const success = z.object({ success: z.literal(true) })

/** The inbox of the Page; Meta's pages print two ids. Source: …/messenger-platform/conversation-routing, read 2026-11-21. */
const inboxIds: ReadonlySet<string> = new Set(['263902037430900', '26390203743090'])

const app = id.nullish().catch(undefined)
export const handover = z.object({ previous_owner_app_id: app, new_owner_app_id: app })

/**
 * Control of the thread moved. `unnamed`: to whom where the new owner is left out, as it may be where control was passed to
 * this app or taken from it. Source: …/webhooks/webhook-events/messaging_handovers, read 2026-11-21.
 */
export function controlEvent(
  { new_owner_app_id: owner }: z.output<typeof handover>,
  { page, from, to, at, appId }: Place,
  unnamed: 'us' | 'app',
): InboundEvent | undefined {
  // Meta's samples are not of one mind on which of the two is the Page.
  const contact = from === page ? to : from
  if (!contact) return undefined
  const holder = owner ? holderOf(owner, appId) : ({ by: unnamed } as const)
  return { kind: 'control', contact, sender: page, holder, at }
}

function holderOf(owner: string, appId: string): Holder {
  if (owner === appId) return { by: 'us' }
  return { by: inboxIds.has(owner) ? 'inbox' : 'app', id: owner }
}

/** Control lapses after 24 hours without the customer. Source: …/messenger-platform/conversation-routing, read 2026-11-21. */
export const control: Control = { lapsesAfterHours: 24, take }

/**
 * Takes the thread: Meta lets the Page's default app do so, and others only where the thread is idle.
 * Source: …/messenger-platform/conversation-routing (of 24 September 2025) and
 * developers.facebook.com/docs/graph-api/reference/page/take_thread_control, read 2026-11-21.
 */
async function take(contact: string, sender: string, channel: Channel, io: Io): Promise<Taken> {
  const access = await pageToken(sender, channel, io)
  if (!access.ok) {
    const { outcome } = access
    const failed = outcome.kind === 'accepted' ? undefined : outcome.failure.vendorText
    return { ok: false, failed: failed ?? 'There is no token for the Page.' }
  }
  const result = await callGraph(
    {
      method: 'POST',
      path: `${encodeURIComponent(sender)}/take_thread_control`,
      token: access.token,
      body: { recipient: { id: contact } },
      timeoutMs,
      preparatory: true,
    },
    channel,
    io,
  )
  const secrets = [...secretsOf(channel), access.token]
  if (result.kind !== 'answer') return { ok: false, failed: vendorWords(result.reason, secrets) }
  const error = readGraphError(result.body)
  const json = readJson(result.body)
  if (!error && json.ok && success.safeParse(json.value).success) return { ok: true }
  const words = error ? `${vendorCodeOf(error)} ${error.words}` : 'without an error of Meta’s'
  return { ok: false, failed: vendorWords(`Meta answered ${result.status}: ${words}`, secrets) }
}
