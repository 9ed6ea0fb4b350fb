import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '../../src/contract/api/conversations.ts'
import type { Vendor } from '../../src/contract/sandbox.ts'
import { type FaultInput, fault } from '../faults.ts'
import type { Case } from './cases.ts'
import { conversationWith, messagesIn, type Wired } from './world.ts'

/** What faults need besides their kind. */
const parameters: Readonly<Record<string, object>> = {
  delay: { ms: 300 },
  receipts_late: { ms: 500 },
  rate_limit: { retry_after: '1' },
  status: { status: 404 },
}
const endWithinMs = 15_000
/** A message that stays "sent" this long gets no receipt any more. */
const quietMs = 1_500
/** The carrier said "later", and meant it. */
const longWaitMs = 5_000

/** A plain send, then one with each fault that the sandbox knows and one with each of the carrier's own errors. */
export function sendCases(vendor: Vendor): Case[] {
  const kinds = fault.options.map((option) => option.shape.kind.value)
  const usual = kinds
    .filter((kind) => kind !== 'error' && kind !== 'duplicate_webhook')
    .filter((kind) => vendor.receipt || !kind.startsWith('receipts_'))
    .map((kind) => [kind, fault.parse({ kind, ...parameters[kind] })] as const)
  const errors = Object.keys(vendor.errors).map(
    (name) => [`error: ${name}`, { kind: 'error', name } as const] as const,
  )
  const faults: readonly (readonly [string, FaultInput | undefined])[] = [
    ['no fault', undefined],
    ...usual,
    ...errors,
  ]
  return faults.map(([name, one]) => ({ name: `send, ${name}`, run: (wired) => send(wired, one) }))
}

async function send(wired: Wired, one: FaultInput | undefined) {
  const { api, sandbox, line } = wired
  const customer = wired.newCustomer()
  await sandbox.text(line, { from: customer, text: 'Hello' })
  const conversation = await conversationWith(wired, customer)
  if (!conversation) return { outcome: "the customer's text did not arrive", ok: false }
  line.faults.set(one ? [one] : [])
  await api('POST', `/conversations/${conversation.id}/messages`, { text: 'Answer' })
  const message = await ended(wired, conversation.id)
  const armed = line.faults.armed.length
  line.faults.set([])
  const taken = sandbox.ledger.entries.filter(
    (entry) => entry.line === line.id && entry.to === customer && entry.accepted_id,
  )
  const problem =
    contradiction(message, taken.length, one, line.vendor) ??
    (armed > 0 ? 'the fault never came into play' : undefined)
  const told = toldOf(message)
  return { outcome: problem ? `${told}: ${problem}` : told, ok: problem === undefined, taken: taken.length }
}

function toldOf({ status, failure }: Message): string {
  const shown = status === 'queued' ? 'waits for another try' : status
  return failure ? `${shown} (${failure.code})` : shown
}

async function ended(wired: Wired, conversationId: number): Promise<Message> {
  const deadline = Date.now() + endWithinMs
  let sentAt: number | undefined
  for (;;) {
    const [message] = await messagesIn(wired, conversationId, 'out')
    if (!message) throw new Error('the reply is not there')
    const { status } = message
    if (status === 'sent') sentAt ??= Date.now()
    if (waitsForLong(message)) return message
    const quiet = sentAt !== undefined && Date.now() - sentAt > quietMs
    if (['delivered', 'read', 'failed', 'unconfirmed'].includes(status) || quiet || Date.now() > deadline)
      return message
    await sleep(30)
  }
}

function waitsForLong({ status, failure, next_attempt_at }: Message): boolean {
  if (status !== 'queued' || !failure || !next_attempt_at) return false
  return Date.parse(next_attempt_at) - Date.now() > longWaitMs
}

/** What the agent is shown must agree with what the carrier took. */
function contradiction(
  message: Message,
  taken: number,
  one: FaultInput | undefined,
  vendor: Vendor,
): string | undefined {
  const { status, failure } = message
  // An odd answer with a good status: whether the carrier took the message is the carrier's secret.
  if (one?.kind === 'error' && (vendor.errors[one.name]?.status ?? 500) < 300 && taken === 0) return undefined
  if (taken > 1) return 'the carrier took it twice'
  switch (status) {
    case 'sent':
    case 'delivered':
    case 'read':
      return taken === 1 ? undefined : 'the carrier did not take it'
    case 'failed':
      if (!one) return 'nothing was wrong'
      if (!failure) return 'no reason is given'
      return taken === 0 || one.kind === 'receipts_failed' ? undefined : 'the carrier took it'
    case 'unconfirmed':
      return one ? undefined : 'nothing was wrong'
    default:
      return waitsForLong(message) && taken === 0 ? undefined : 'it came to no end'
  }
}
