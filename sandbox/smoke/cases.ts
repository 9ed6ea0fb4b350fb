import type { ApiChannel, Quarantined } from '../../src/contract/api/channels.ts'
import type { Vendor } from '../../src/contract/sandbox.ts'
import type { Listed } from './gateway.ts'
import { sendCases } from './sends.ts'
import { conversationWith, messagesIn, type Wired } from './world.ts'

export interface Outcome {
  /** What came of it, in a few words. */
  readonly outcome: string
  readonly ok: boolean
  /** How often the carrier took the message. */
  readonly taken?: number
}

export interface Case {
  readonly name: string
  run(wired: Wired): Promise<Outcome>
}

/** Everything that is tried with one provider, in its order. */
export function casesOf(vendor: Vendor): Case[] {
  return [
    { name: 'check of the credentials', run: check },
    { name: 'receive', run: (wired) => receive(wired, 'Hello') },
    { name: 'receive, duplicate_webhook', run: receiveTwice },
    { name: 'receive, foreign signature', run: receiveForged },
    ...sendCases(vendor),
  ]
}

async function check({ api, channelId }: Wired): Promise<Outcome> {
  const { status } = await api<ApiChannel>('POST', `/channels/${channelId}/check`)
  return { outcome: status, ok: status === 'connected' || status === 'unchecked' }
}

async function receive(wired: Wired, text: string): Promise<Outcome> {
  const from = wired.newCustomer()
  const { delivered } = await wired.sandbox.text(wired.line, { from, text })
  if (!delivered) return { outcome: 'refused', ok: false }
  const conversation = await conversationWith(wired, from)
  const messages = conversation ? await messagesIn(wired, conversation.id, 'in') : []
  const ok = messages.length === 1 && messages[0]?.text === text
  return { outcome: messages.length === 1 ? 'received' : `received ${messages.length} times`, ok }
}

async function receiveTwice(wired: Wired): Promise<Outcome> {
  wired.line.faults.set([{ kind: 'duplicate_webhook' }])
  return receive(wired, 'Twice?')
}

/** Whoever does not know the secret gets nothing in, and what they sent is kept to be looked at. */
async function receiveForged(wired: Wired): Promise<Outcome> {
  const { line, sandbox, api } = wired
  if (wired.protection !== 'signed') return { outcome: 'this channel checks no signatures', ok: true }
  const own = Object.fromEntries(Object.entries(line.values).map(([name, value]) => [name, String(value)]))
  line.patch({ credentials: { ...line.vendor.account(() => 'of-somebody-else') } })
  const from = wired.newCustomer()
  const { delivered } = await sandbox.text(line, { from, text: 'Let me in' })
  line.patch({ credentials: own })
  const stored = await conversationWith(wired, from)
  const { data } = await api<Listed<Quarantined>>('GET', '/quarantine')
  const kept = data.some((one) => one.channel_id === wired.channelId)
  if (delivered || stored) return { outcome: 'taken', ok: false }
  return { outcome: kept ? 'in quarantine' : 'lost', ok: kept }
}

/** An error is an outcome too. */
export async function tried(run: () => Promise<Outcome>): Promise<Outcome & { readonly ms: number }> {
  const start = performance.now()
  const outcome = await run().catch((error: unknown) => ({
    outcome: error instanceof Error ? error.message : String(error),
    ok: false,
  }))
  return { ...outcome, ms: Math.round(performance.now() - start) }
}
