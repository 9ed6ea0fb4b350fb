import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { StreamEvent, StreamFrame } from '../../src/contract/api/events.ts'
import { backOffMs, type Socket, Stream, type StreamState } from '../../web/src/live/stream.ts'

class FakeSocket {
  onmessage: Socket['onmessage'] = null
  onclose: Socket['onclose'] = null
  closed = false
  readonly after: number | null
  constructor(after: number | null) {
    this.after = after
  }
  close() {
    this.closed = true
  }
  say(frame: StreamFrame) {
    this.onmessage?.call({} as WebSocket, { data: JSON.stringify(frame) } as MessageEvent)
  }
  lose() {
    this.onclose?.call({} as WebSocket, {} as CloseEvent)
  }
}

function world() {
  const sockets: FakeSocket[] = []
  const seen: number[] = []
  const states: StreamState[] = []
  const calls = { refetch: 0, doubt: 0 }
  const open = (after: number | null) => {
    const socket = new FakeSocket(after)
    sockets.push(socket)
    return socket
  }
  const stream = new Stream(open, {
    onEvent: ({ id }) => seen.push(id),
    onRefetch: () => calls.refetch++,
    onState: (state) => states.push(state),
    onDoubt: () => calls.doubt++,
  })
  return { stream, sockets, seen, states, calls, last: () => sockets.at(-1)! }
}

const event = (id: number) =>
  ({ type: 'event', event: { id, type: 'message.received' } as StreamEvent }) satisfies StreamFrame
const hello = (id: number) => ({ type: 'hello', last_event_id: id }) satisfies StreamFrame

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('goes on after the last event seen, and hands each event over once', async () => {
  const { stream, sockets, seen, states, last } = world()
  stream.start()
  expect(sockets[0]!.after).toBeNull()
  last().say(hello(10))
  last().say(event(11))
  last().say(event(12))
  last().lose()
  expect(states.at(-1)).toBe('lost')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(last().after).toBe(12)
  last().say(hello(14))
  last().say(event(12))
  last().say(event(13))
  last().say(event(14))
  expect(seen).toEqual([11, 12, 13, 14])
  expect(states.at(-1)).toBe('live')
  stream.stop()
})

test('what was fetched before the first greeting is fetched again, a resumed stream fetches nothing', async () => {
  const { stream, calls, last } = world()
  stream.start()
  last().say(hello(10))
  expect(calls.refetch).toBe(1)
  last().lose()
  await vi.advanceTimersByTimeAsync(1_000)
  last().say(hello(10))
  expect(calls.refetch).toBe(1)
  stream.stop()
})

test('refetch moves the cursor past what was missed', async () => {
  const { stream, calls, last } = world()
  stream.start()
  last().say(hello(10))
  last().say({ type: 'refetch', last_event_id: 5_000 })
  expect(calls.refetch).toBe(2)
  last().lose()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(last().after).toBe(5_000)
  stream.stop()
})

test('asks who is signed in after a second failure, and when told that the sign-in ended', async () => {
  const { stream, calls, last } = world()
  stream.start()
  last().lose()
  expect(calls.doubt).toBe(0)
  await vi.advanceTimersByTimeAsync(1_000)
  last().lose()
  expect(calls.doubt).toBe(1)
  await vi.advanceTimersByTimeAsync(2_000)
  last().say(hello(1))
  last().say({ type: 'bye', reason: 'signed_out' })
  expect(calls.doubt).toBe(2)
  stream.stop()
})

test('hurry connects at once, but never twice', async () => {
  const { stream, sockets, last } = world()
  stream.start()
  stream.hurry()
  expect(sockets).toHaveLength(1)
  last().lose()
  stream.hurry()
  expect(sockets).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sockets.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(1)
  stream.stop()
})

test('a machine that slept makes a new connection', async () => {
  const { stream, sockets, last } = world()
  stream.start()
  last().say(hello(7))
  vi.setSystemTime(Date.now() + 3_600_000)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(sockets).toHaveLength(2)
  expect(sockets[0]!.closed).toBe(true)
  expect(last().after).toBe(7)
  stream.stop()
})

test('the time between attempts doubles up to twenty seconds and is spread', () => {
  expect([1, 2, 3, 4].map((failures) => backOffMs(failures, 1))).toEqual([400, 800, 1600, 3200])
  expect(backOffMs(1, 0)).toBe(200)
  expect(backOffMs(50, 1)).toBe(20_000)
})
