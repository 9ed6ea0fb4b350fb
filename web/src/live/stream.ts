import type { StreamEvent, StreamFrame } from '../../../src/contract/api/events.ts'

/** `connecting`: the first time. `live`: nothing is missing. `lost`: what is shown may be old. */
export type StreamState = 'connecting' | 'live' | 'lost'

export interface StreamHandlers {
  onEvent(event: StreamEvent): void
  /** Events were missed for good: everything shown must be fetched again. */
  onRefetch(): void
  onState(state: StreamState): void
  /** The connection failed several times, or the gateway said that the sign-in ended: ask who is signed in. */
  onDoubt(): void
}

/** The part of a WebSocket that is used here. */
export type Socket = Pick<WebSocket, 'onmessage' | 'onclose' | 'close'>

const firstDelayMs = 400
const longestDelayMs = 20_000
/** A connection that says nothing this long after it was opened is given up. */
const helloTimeoutMs = 10_000
/** A clock that jumped this far means that the machine slept: the socket looks open and is dead. */
const sleepMs = 30_000
const tickMs = 5_000

/** Time before attempt `failures` (1, 2, …): doubles up to a limit, spread by `random` so that clients do not come in step. */
export function backOffMs(failures: number, random: number): number {
  const fullMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1))
  return Math.round(fullMs * (0.5 + random / 2))
}

/**
 * The live stream: keeps one socket open, remembers the last event seen and resumes after it, so that each event is
 * handed over exactly once and in order, across lost connections, sleep and restarts of the gateway.
 */
export class Stream {
  readonly #open: (after: number | null) => Socket
  readonly #handlers: StreamHandlers
  #socket: Socket | null = null
  #cursor: number | null = null
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #tick: ReturnType<typeof setInterval> | undefined
  #tickedAt = 0

  constructor(open: (after: number | null) => Socket, handlers: StreamHandlers) {
    this.#open = open
    this.#handlers = handlers
  }

  /** Number of the last event seen; null before the first connection. */
  get cursor(): number | null {
    return this.#cursor
  }

  start(): void {
    this.#handlers.onState('connecting')
    this.#tickedAt = Date.now()
    this.#tick = setInterval(() => this.#watchForSleep(), tickMs)
    this.#connect()
  }

  stop(): void {
    clearInterval(this.#tick)
    this.#drop()
  }

  /** Connects at once where the stream is waiting to; for when the network or the window comes back. */
  hurry(): void {
    if (this.#socket === null) this.#connect()
  }

  /** Gives up the present connection and makes another; for when it cannot be alive. */
  restart(): void {
    this.#handlers.onState('lost')
    this.#connect()
  }

  #connect(): void {
    this.#drop()
    const socket = this.#open(this.#cursor)
    this.#socket = socket
    this.#timer = setTimeout(() => socket.close(), helloTimeoutMs)
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)) as StreamFrame)
    socket.onclose = () => this.#closed()
  }

  #drop(): void {
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = null
    if (!socket) return
    socket.onmessage = null
    socket.onclose = null
    socket.close()
  }

  #closed(): void {
    this.#drop()
    this.#failures += 1
    this.#handlers.onState('lost')
    if (this.#failures > 1) this.#handlers.onDoubt()
    this.#timer = setTimeout(() => this.#connect(), backOffMs(this.#failures, Math.random()))
  }

  #receive(frame: StreamFrame): void {
    switch (frame.type) {
      case 'hello':
        this.#greet(frame.last_event_id)
        return
      case 'event':
        if (this.#cursor !== null && frame.event.id <= this.#cursor) return
        this.#cursor = frame.event.id
        this.#handlers.onEvent(frame.event)
        return
      case 'refetch':
        this.#cursor = frame.last_event_id
        this.#handlers.onRefetch()
        return
      case 'bye':
        if (frame.reason === 'signed_out') this.#handlers.onDoubt()
    }
  }

  /** The first greeting starts the count: what was fetched before it may lack an event, so it is fetched again. */
  #greet(lastEventId: number): void {
    clearTimeout(this.#timer)
    this.#failures = 0
    if (this.#cursor === null) {
      this.#cursor = lastEventId
      this.#handlers.onRefetch()
    }
    this.#handlers.onState('live')
  }

  #watchForSleep(): void {
    const now = Date.now()
    const sleptMs = now - this.#tickedAt
    this.#tickedAt = now
    if (sleptMs > sleepMs) this.restart()
  }
}
