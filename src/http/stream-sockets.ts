import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Actor } from '../core/access/actor.ts'
import { MOST_STREAMS_A_PERSON, type Stream } from '../realtime/stream.ts'
import { isOwnOrigin } from './same-site.ts'

const PATH = '/api/v1/stream'
/** Clients say nothing but pongs. */
const MOST_MESSAGE_BYTES = 1_024
const MOST_BUFFERED_BYTES = 1024 * 1024
const PING_MS = 30_000

export interface StreamSocketOptions {
  readonly stream: Stream
  readonly publicUrl: string
  /** Who the request's cookie stands for, read anew at each call. */
  authenticate(request: IncomingMessage): Promise<Actor | undefined>
}

export interface StreamSockets {
  /** Takes an upgrade, or refuses it with a plain HTTP answer. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/**
 * The realtime stream over WebSocket. A page of another site cannot open it: the cookie alone does not do, the Origin must be
 * ours. Nothing is taken from the client.
 */
export function createStreamSockets({ stream, publicUrl, authenticate }: StreamSocketOptions): StreamSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
  })
  const perPerson = new Map<number, number>()
  const alive = new WeakSet<WebSocket>()
  const pings = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.has(socket)) {
        socket.terminate()
        continue
      }
      alive.delete(socket)
      socket.ping()
    }
  }, PING_MS)
  pings.unref()

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://local')
    if (url.pathname !== PATH) return refuse(socket, 404, 'Not Found')
    if (!isOwnOrigin(request.headers, publicUrl)) return refuse(socket, 403, 'Forbidden')
    const actor = await authenticate(request)
    if (!actor) return refuse(socket, 401, 'Unauthorized')
    const open = perPerson.get(actor.id) ?? 0
    if (open >= MOST_STREAMS_A_PERSON) return refuse(socket, 429, 'Too Many Requests')
    const given = url.searchParams.get('after')
    const after = given !== null && /^\d{1,15}$/.test(given) ? Number(given) : undefined
    perPerson.set(actor.id, open + 1)
    const release = () => perPerson.set(actor.id, (perPerson.get(actor.id) ?? 1) - 1)
    socket.once('close', release)
    server.handleUpgrade(request, socket, head, (opened) => void follow(opened, request, after))
  }

  async function follow(
    socket: WebSocket,
    request: IncomingMessage,
    after: number | undefined,
  ): Promise<void> {
    alive.add(socket)
    socket.on('pong', () => alive.add(socket))
    // The browser only ever listens; one that talks is no browser of ours.
    socket.on('message', () => socket.close(1008, 'this stream takes no messages'))
    socket.on('error', () => socket.terminate())
    const end = await stream.open(
      {
        actor: () => authenticate(request),
        send: (frame) => {
          if (socket.readyState !== socket.OPEN) return true
          socket.send(JSON.stringify(frame))
          return socket.bufferedAmount < MOST_BUFFERED_BYTES
        },
        close: () => socket.close(1000),
      },
      after,
    )
    socket.once('close', end)
    if (socket.readyState !== socket.OPEN) end()
  }

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      admit(request, socket, head).catch(() => refuse(socket, 503, 'Service Unavailable'))
    },
    close() {
      clearInterval(pings)
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
