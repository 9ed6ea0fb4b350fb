import type { Message, TimelineEntry } from '../../../../src/contract/api/conversations.ts'

/** Messages of one author closer together than this stand in one group. */
const togetherMs = 5 * 60_000

export interface MessageGroup {
  kind: 'group'
  key: string
  author: Message['author']
  direction: Message['direction']
  messages: Message[]
}

export type ThreadItem =
  | MessageGroup
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'note'; key: string; entry: TimelineEntry }

const dayOf = (at: string) => new Date(at).toDateString()

/**
 * A thread, oldest first, as what stands on the screen: a separator before each day, one before the first new message
 * (`newFrom` is its id), groups of messages of one author, and between them what else happened (`entries`).
 */
export function groupThread(
  messages: readonly Message[],
  newFrom: number | null,
  entries: readonly TimelineEntry[] = [],
): ThreadItem[] {
  const items: ThreadItem[] = []
  const notes = entries.filter((entry) => !isQuiet(entry))
  let noted = 0
  /** Of what has the same moment as a message, the contact's words come first, and ours last. */
  const noteUntil = (at: string, inclusive: boolean) => {
    for (
      let entry = notes[noted];
      entry && (inclusive ? entry.at <= at : entry.at < at);
      entry = notes[++noted]
    ) {
      items.push({ kind: 'note', key: `note:${entry.id}`, entry })
    }
  }
  let before: Message | undefined
  for (const message of messages) {
    if (isOnlyReaction(message)) continue
    // What happened before the oldest message that is loaded comes with the older ones.
    if (before) noteUntil(message.created_at, message.direction === 'out')
    const newDay = !before || dayOf(before.created_at) !== dayOf(message.created_at)
    if (newDay) items.push({ kind: 'day', key: `day:${message.id}`, at: message.created_at })
    if (message.id === newFrom) items.push({ kind: 'new', key: `new:${message.id}` })
    const last = items.at(-1)
    if (last?.kind === 'group' && before && together(before, message)) last.messages.push(message)
    else items.push(newGroup(message))
    before = message
  }
  if (before) noteUntil('9', true)
  return items
}

/** What is seen by itself: the first message, and the contact's name and picture. */
const isQuiet = ({ type, reason }: TimelineEntry) => type === 'conversation.opened' || reason === 'profile'

/** Our reaction stands on the message that it is to; only one that did not get there stands by itself. */
const isOnlyReaction = ({ content, status }: Message) =>
  content?.type === 'reaction' && status !== 'failed' && status !== 'unconfirmed'

const newGroup = (message: Message): MessageGroup => ({
  kind: 'group',
  key: `group:${message.id}`,
  author: message.author,
  direction: message.direction,
  messages: [message],
})

function together(a: Message, b: Message): boolean {
  return (
    a.direction === b.direction &&
    a.author.type === b.author.type &&
    a.author.id === b.author.id &&
    Date.parse(b.created_at) - Date.parse(a.created_at) < togetherMs
  )
}

/** The first of the last `unread` inbound messages; null where nothing is unread. */
export function firstUnread(messages: readonly Message[], unread: number): number | null {
  if (unread <= 0) return null
  const inbound = messages.filter(({ direction }) => direction === 'in')
  return inbound[Math.max(0, inbound.length - unread)]?.id ?? null
}
