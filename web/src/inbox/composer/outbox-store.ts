import type { Media, Message, NewMessage } from '../../../../src/contract/api/conversations.ts'
import { ApiProblem } from '../../api/problem.ts'

/** A message that was written here and is not yet known to be with the gateway. */
export interface Pending {
  /** Ours, unique: names the message in the API and makes every repeat of the call one and the same. */
  readonly clientRef: string
  readonly conversationId: number
  readonly text: string
  readonly media: readonly Media[]
  /** Sent in place of the text, which is how it reads. */
  readonly template?: NewMessage['template']
  /** Sent in place of a text and files. */
  readonly location?: NewMessage['location']
  /** The message that this one answers. */
  readonly replyTo?: number
  /** The last event seen when it was written; null sends it whatever has arrived since. */
  readonly seenEventId: number | null
  /** `waiting`: the gateway could not be reached, it will be tried again. `refused`: it said no, see `error`. */
  readonly state: 'queued' | 'sending' | 'waiting' | 'refused'
  readonly error: ApiProblem | null
}

export type Draft = Omit<Pending, 'clientRef' | 'state' | 'error'>

export interface OutboxDoors {
  post(pending: Pending): Promise<Message>
  /** Called once for each message that the gateway took. */
  onSent(message: Message): void
  newRef(): string
  /** Keeps what is pending over a reload of the page. */
  save(pending: readonly Pending[]): void
}

const firstRetryMs = 1_000
const longestRetryMs = 30_000
const none: readonly Pending[] = []

/**
 * Messages on their way to the gateway. Per conversation they go one after the other, in order. A failure of the
 * network is tried again with the same reference, so that nothing goes twice; a refusal waits for the person.
 */
export class Outbox {
  readonly #doors: OutboxDoors
  readonly #listeners = new Set<() => void>()
  #pending: readonly Pending[] = none
  #views = new Map<number, readonly Pending[]>()
  #retries = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(doors: OutboxDoors) {
    this.#doors = doors
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What is pending in one conversation, in order; the same array until it changes. */
  of(conversationId: number): readonly Pending[] {
    const known = this.#views.get(conversationId)
    if (known) return known
    const view = this.#pending.filter((item) => item.conversationId === conversationId)
    const kept = view.length > 0 ? view : none
    this.#views.set(conversationId, kept)
    return kept
  }

  /** Replaces everything, after a reload or for another person, and goes on sending. */
  restore(pending: readonly Pending[]): void {
    this.#set(pending.map((item) => (item.state === 'refused' ? item : { ...item, state: 'queued' })))
    this.#pump()
  }

  send(draft: Draft): void {
    const item: Pending = { ...draft, clientRef: this.#doors.newRef(), state: 'queued', error: null }
    this.#set([...this.#pending, item])
    this.#pump()
  }

  /** Tries a refused message again, as a new one: the refused call is over, and what was seen since may differ. */
  retry(clientRef: string, seenEventId: number | null = null): void {
    const change = { clientRef: this.#doors.newRef(), state: 'queued', error: null, seenEventId } as const
    this.#change(clientRef, change)
    this.#pump()
  }

  discard(clientRef: string): void {
    this.#set(this.#pending.filter((item) => item.clientRef !== clientRef))
    this.#pump()
  }

  /** Tries at once whatever waits for the network. */
  hurry(): void {
    clearTimeout(this.#timer)
    this.#set(this.#pending.map((item) => (item.state === 'waiting' ? { ...item, state: 'queued' } : item)))
    this.#pump()
  }

  #pump(): void {
    const heads = new Map<number, Pending>()
    for (const item of this.#pending) {
      if (item.state !== 'refused' && !heads.has(item.conversationId)) heads.set(item.conversationId, item)
    }
    for (const item of heads.values()) if (item.state === 'queued') void this.#deliver(item)
  }

  async #deliver(item: Pending): Promise<void> {
    this.#change(item.clientRef, { state: 'sending' })
    try {
      const message = await this.#doors.post(item)
      this.#retries = 0
      this.#doors.onSent(message)
      this.discard(item.clientRef)
    } catch (error) {
      this.#failed(item, error)
    }
  }

  #failed(item: Pending, error: unknown): void {
    const problem = error instanceof ApiProblem ? error : new ApiProblem(0, { code: 'internal' })
    if (problem.isFinal) {
      this.#change(item.clientRef, { state: 'refused', error: problem })
      this.#pump()
      return
    }
    this.#change(item.clientRef, { state: 'waiting' })
    clearTimeout(this.#timer)
    const delayMs = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#retries)
    this.#retries += 1
    this.#timer = setTimeout(() => this.hurry(), delayMs)
  }

  #change(clientRef: string, change: Partial<Pending>): void {
    this.#set(this.#pending.map((item) => (item.clientRef === clientRef ? { ...item, ...change } : item)))
  }

  #set(pending: readonly Pending[]): void {
    this.#pending = pending
    this.#views = new Map()
    this.#doors.save(pending)
    for (const listener of this.#listeners) listener()
  }
}
