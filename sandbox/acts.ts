import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { post } from './handset.ts'
import type { Line } from './lines.ts'
import type { Bubble } from './thread.ts'
import type { World } from './world.ts'

/** A person at the handset reacts to a message; null takes it back. */
export const handsetReaction = z.strictObject({
  message_id: z.string().max(1000),
  emoji: z.string().min(1).max(32).nullable(),
})

/** Puts the reaction under the message and tells the gateway; false where it did not take it. */
export async function reactFromHandset(world: World, line: Line, raw: unknown): Promise<boolean> {
  const { message_id: target, emoji } = handsetReaction.parse(raw)
  if (!line.vendor.reaction) throw new Error('This carrier knows no reactions.')
  const bubble = line.thread.react('customer', target, emoji)
  if (!bubble) throw new Error('There is no such message.')
  const { customer: from, business: to } = bubble
  const webhook = line.vendor.reaction({ id: randomUUID(), from, to, target, emoji, at: Date.now() }, line)
  return post(world, line, bubble, `Reaction ${emoji ?? 'taken back'}`, webhook)
}

export const handsetRead = z.strictObject({ customer: z.string().max(64) })

/** The person looks at the thread: every message of the business that was not read yet is read now, oldest first. */
export async function readAtHandset(world: World, line: Line, raw: unknown): Promise<void> {
  const { customer } = handsetRead.parse(raw)
  const unread = line.thread.bubbles.filter((one) => one.customer === customer && isUnread(one))
  for (const bubble of unread) {
    bubble.read = true
    const { message_id, business: to } = bubble
    const webhook = line.vendor.read?.({ id: message_id!, from: customer, to, at: Date.now() }, line)
    if (webhook) await post(world, line, bubble, 'Receipt "read"', webhook)
  }
}

const isUnread = ({ by, message_id, read }: Bubble) => by === 'business' && message_id !== null && !read
