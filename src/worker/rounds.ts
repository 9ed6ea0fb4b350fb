/** What runs by itself again and again. */
export interface Rounds {
  start(): void
  /** Begins no further round, and answers when the one under way is over. */
  stop(): Promise<void>
}

/** Runs `round`, which must not reject, for the first time after `firstMs` and then `everyMs` after each one's end. */
export function createRounds(round: () => Promise<void>, everyMs: number, firstMs: number = everyMs): Rounds {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let stopped = false

  function plan(afterMs: number): void {
    if (stopped) return
    timer = setTimeout(() => {
      running = round().finally(() => {
        running = undefined
        plan(everyMs)
      })
    }, afterMs)
    timer.unref()
  }

  return {
    start() {
      stopped = false
      plan(firstMs)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
