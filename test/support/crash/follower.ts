import { request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StreamFrame } from '../../../src/contract/api/events.ts'
import { inTime } from './in-time.ts'
import type { Rig } from './rig.ts'

/** A browser tab that follows the event stream, and comes back with the last number it saw. */
export interface Follower {
  /** Every event, in the order in which it came. */
  readonly events: readonly {
    readonly id: number
    readonly type: string
    readonly messageId: number | null
  }[]
  stop(): Promise<void>
}

export function follow(rig: Rig): Follower {
  const events: { id: number; type: string; messageId: number | null }[] = []
  let stopped = false
  let cutOff: (() => void) | undefined

  /** One connection; resolves when it ends. */
  function listen(): Promise<void> {
    return new Promise((resolve) => {
      const last = events.at(-1)?.id ?? 0
      const request = httpRequest(
        new URL('/api/v1/stream/sse', rig.url),
        { headers: { cookie: rig.api.cookie, 'last-event-id': String(last) }, agent: false },
        (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (chunk: string) => {
            const blocks = (text + chunk).split('\n\n')
            text = blocks.pop() ?? ''
            for (const block of blocks) take(block)
          })
          response.on('error', () => {}).on('close', resolve)
        },
      )
      cutOff = () => request.destroy()
      request.on('error', () => resolve()).end()
    })
  }

  function take(block: string): void {
    const data = block.split('\n').find((line) => line.startsWith('data: '))
    if (data === undefined) return
    const frame = JSON.parse(data.slice(6)) as StreamFrame
    if (frame.type === 'refetch') throw new Error('the stream asked for a new start')
    if (frame.type !== 'event') return
    const { id, type, message } = frame.event
    events.push({ id, type, messageId: message?.id ?? null })
  }

  const ended = (async () => {
    while (!stopped) {
      await listen()
      await sleep(50)
    }
  })()
  return {
    events,
    async stop() {
      stopped = true
      cutOff?.()
      await inTime('the tab that follows', 10_000, ended)
    },
  }
}
