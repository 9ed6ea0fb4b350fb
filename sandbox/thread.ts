/** One message as the handset page shows it, with what happened to it. */
export interface Bubble {
  readonly id: number
  readonly by: 'customer' | 'business'
  readonly customer: string
  readonly business: string
  readonly text: string
  readonly files: { name: string; content_type: string; url: string | null; error: string | null }[]
  readonly at: number
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

  add(bubble: Omit<Bubble, 'id' | 'at' | 'state' | 'steps'>): Bubble {
    const added: Bubble = { ...bubble, id: this.#next++, at: Date.now(), state: 'pending', steps: [] }
    this.#bubbles.push(added)
    if (this.#bubbles.length > kept) this.#bubbles.shift()
    this.changed(added)
    return added
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
