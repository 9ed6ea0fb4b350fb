/** One message as the handset page shows it, with what happened to it. */
export interface Bubble {
  readonly id: number
  readonly by: 'customer' | 'business'
  readonly customer: string
  readonly business: string
  readonly text: string
  readonly files: { name: string; content_type: string; url: string | null; error: string | null }[]
  readonly at: number
  /** The vendor's id of it; null where it took none. */
  message_id: string | null
  /** The vendor's id of the message that this one answers. */
  readonly reply_to: string | null
  /** What each side thinks of it, as an emoji. */
  readonly reactions: Partial<Record<'customer' | 'business', string>>
  /** The person at the handset saw it. */
  read: boolean
  state: 'pending' | 'ok' | 'failed'
  readonly steps: { at: number; text: string; ok: boolean }[]
}

const kept = 500

/** The last messages of one line, and who watches them. */
export class Thread {
  readonly #bubbles: Bubble[] = []
  readonly #watchers = new Set<(bubble: Bubble) => void>()
  #next = 1

  get bubbles(): readonly Bubble[] {
    return this.#bubbles
  }

  add(
    bubble: Omit<Bubble, 'id' | 'at' | 'state' | 'read' | 'steps' | 'reactions' | 'reply_to'> & {
      reply_to?: string | null
    },
  ): Bubble {
    const added: Bubble = {
      reply_to: null,
      ...bubble,
      id: this.#next++,
      at: Date.now(),
      reactions: {},
      read: false,
      state: 'pending',
      steps: [],
    }
    this.#bubbles.push(added)
    if (this.#bubbles.length > kept) this.#bubbles.shift()
    this.changed(added)
    return added
  }

  /** The newest message with this id of the vendor's. */
  find(messageId: string): Bubble | undefined {
    return this.#bubbles.findLast((bubble) => bubble.message_id === messageId)
  }

  react(by: Bubble['by'], messageId: string, emoji: string | null): Bubble | undefined {
    const bubble = this.find(messageId)
    if (!bubble) return undefined
    if (emoji === null) delete bubble.reactions[by]
    else bubble.reactions[by] = emoji
    this.changed(bubble)
    return bubble
  }

  step(bubble: Bubble, text: string, ok: boolean, state = bubble.state): void {
    bubble.steps.push({ at: Date.now(), text, ok })
    bubble.state = state
    this.changed(bubble)
  }

  changed(bubble: Bubble): void {
    for (const watcher of this.#watchers) watcher(bubble)
  }

  /** Calls with each bubble that is added or changed; the answer ends it. */
  watch(watcher: (bubble: Bubble) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }
}
