import { randomUUID } from 'node:crypto'
import type { SendOutcome } from '../contract/outbound.ts'
import type { Actor } from '../core/access/actor.ts'
import type { ChannelEntry, SenderEntry } from '../core/channels/directory.ts'
import { end, take } from '../core/conversations/actions.ts'
import { findForChange } from '../core/conversations/find.ts'
import { appendEvents } from '../core/events.ts'
import { applyChatEvents } from '../core/inbound/chat-events.ts'
import { identitiesOf } from '../core/inbound/identities.ts'
import { openConversations } from '../core/inbound/open-conversations.ts'
import { applyReceipts } from '../core/inbound/receipts.ts'
import { storeMessages } from '../core/inbound/store-messages.ts'
import { acceptMessage, priorities } from '../core/outbound/accept.ts'
import { openAttempts } from '../core/outbound/claim.ts'
import { settleIn } from '../core/outbound/settle.ts'
import type { Backend, Trx } from '../db/store.ts'
import type { LineName } from './channels.ts'
import { type Examples, showFile, showPortrait } from './files.ts'
import type { Who } from './people.ts'
import type { Step, Story, Told } from './story.ts'
import { templateOf } from './templates.ts'

export interface HistoryOptions {
  readonly backend: Backend
  readonly actors: Readonly<Record<Who, Actor>>
  readonly channels: Readonly<Record<LineName, ChannelEntry>>
  readonly files: Examples
  readonly now: number
}

interface Scene {
  readonly entry: ChannelEntry
  readonly sender: SenderEntry
  readonly customer: string
  readonly customerName: string | undefined
}

const MINUTE_MS = 60_000

/**
 * Writes the stories as if they had happened when they say: step by step in the order of time, with the core's own
 * functions, in the caller's one transaction, so that no lane ever sees a message that still waits. Answers the id of the
 * conversation of each story.
 */
export async function writeHistory(
  trx: Trx,
  stories: readonly Story[],
  options: HistoryOptions,
): Promise<number[]> {
  const { backend, actors, channels, now } = options
  const ids = new Map<Story, number>()
  const steps = stories.flatMap((story) => story.steps.map((step) => ({ story, step })))
  steps.sort((a, b) => b.step.ago - a.step.ago)
  for (const { story, step } of steps) {
    const at = now - step.ago * MINUTE_MS
    const entry = channels[story.line]
    const { customer, customerName } = story
    const scene = { entry, sender: [...entry.senders.values()][0]!, customer, customerName }
    if (step.kind === 'in') await receive(scene, step, at)
    if (step.kind === 'reaction' || step.kind === 'edit' || step.kind === 'deletion') {
      await change(scene, step, at)
      continue
    }
    const id = ids.get(story) ?? (await open(scene, step, at))
    if (!ids.has(story) && story.portrait) await showPortrait(trx, id, options.files[story.portrait], at)
    ids.set(story, id)
    if (step.kind === 'out') await send(scene, id, step, at)
    if (step.kind === 'pick-up' || step.kind === 'close') {
      const actor = actors[step.by]
      const found = await findForChange(trx, backend, actor, id)
      await (step.kind === 'close' ? end : take)(trx, backend, found, actor, at)
    }
  }
  return stories.map((story) => ids.get(story)!)

  async function receive(
    { entry, sender, customer, customerName }: Scene,
    step: Told<'in'>,
    at: number,
  ): Promise<void> {
    const file = step.file && options.files[step.file]
    const message = {
      kind: 'message',
      providerMessageId: vendorId(step),
      from: customer,
      fromName: customerName,
      to: [sender.address],
      text: step.text,
      content: step.content,
      referral: step.referral,
      replyTo: step.answers && labelId(step.answers),
      media: file
        ? [{ url: '', name: file.name, contentType: file.type, bytes: file.bytes, form: file.form }]
        : [],
      receivedAt: at,
    } as const
    await storeMessages(trx, backend, [{ entry, events: [message] }], at)
    if (file) await showFile(trx, entry.id, message.providerMessageId, file)
  }

  async function change(
    { entry, sender, customer }: Scene,
    step: Told<'reaction' | 'edit' | 'deletion'>,
    at: number,
  ): Promise<void> {
    const target = labelId(step.of)
    const event =
      step.kind === 'reaction'
        ? ({ ...step, by: 'contact', contact: customer, sender: sender.address, target, at } as const)
        : { ...step, target, at }
    await applyChatEvents(trx, backend, [{ entry, events: [event] }], at)
  }

  /** The conversation with a customer; one that opens now is of the person who writes first. */
  async function open(
    { entry, sender, customer, customerName }: Scene,
    step: Exclude<Step, Told<'reaction' | 'edit' | 'deletion'>>,
    at: number,
  ): Promise<number> {
    const people = [{ entry, message: { from: customer, fromName: customerName } }]
    const identityIds = await identitiesOf(trx, backend, people, at)
    const destination = step.kind === 'in' ? null : ({ type: 'extension', id: actors[step.by].id } as const)
    const wanted = [{ entry, sender: { ...sender, destination } }]
    const { conversationIds, opened } = await openConversations(trx, backend, wanted, identityIds, at)
    const conversationId = conversationIds[0]!
    if (opened.size > 0) {
      const actorId = destination?.id
      await appendEvents(trx, backend, [
        { type: 'conversation.opened', at, conversationId, channelId: entry.id, actorId },
      ])
    }
    return conversationId
  }

  async function send(scene: Scene, conversationId: number, step: Told<'out'>, at: number): Promise<void> {
    const { entry, sender } = scene
    const author = { type: 'extension', id: actors[step.by].id } as const
    const mediaIds = step.file ? [await options.files[step.file].upload(trx, author.id, at)] : []
    const template = step.template && (await templateOf(trx, entry.id, step.template))
    const messageId = await acceptMessage(
      trx,
      backend,
      { conversationId, senderId: sender.id, entry },
      author,
      { text: step.text, mediaIds, template },
      { priority: priorities.interactive, now: at },
    )
    const due = [{ id: messageId, conversation_id: conversationId, attempts: 0 }]
    const attempts = await openAttempts(trx, backend, entry.id, due, at, at)
    const attempted = { messageId, conversationId, attemptId: attempts.get(messageId)!, attempt: 1 }
    const providerMessageId = vendorId(step)
    const answeredAt = at + 400
    const clock = { store: { backend }, now: () => answeredAt }
    await settleIn(trx, clock, entry.id, attempted, outcomeOf(step, providerMessageId))
    if (!['delivered', 'read', 'undelivered'].includes(step.became)) return
    const receipt = { kind: 'receipt', providerMessageId, at: at + 2_000 } as const
    const end =
      step.became === 'undelivered'
        ? { ...receipt, status: 'failed' as const, failure: unreachable }
        : { ...receipt, status: step.became === 'read' ? ('read' as const) : ('delivered' as const) }
    await applyReceipts(trx, backend, [{ channelId: entry.id, receipt: end }], receipt.at)
  }
}

const unreachable = {
  code: 'delivery_failed',
  vendorCode: '30003',
  vendorText: 'The handset is switched off or out of reach.',
} as const

function outcomeOf({ became }: Told<'out'>, providerMessageId: string): SendOutcome {
  if (became === 'refused') {
    const vendorText = 'Invalid number: to is a landline'
    return { kind: 'rejected', failure: { code: 'invalid_number', vendorCode: '10001', vendorText } }
  }
  if (became === 'lost') return { kind: 'unknown', failure: { code: 'outcome_unknown' } }
  return { kind: 'accepted', providerMessageId }
}

/** The vendor's id of the message that a story calls so. */
const labelId = (label: string): string => `demo:${label}`
const vendorId = ({ label }: { readonly label?: string }): string =>
  label === undefined ? randomUUID() : labelId(label)
