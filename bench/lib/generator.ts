import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { percentile } from './stats.ts'

export interface LoadResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface LoadOptions {
  readonly port: number
  readonly requests: readonly Buffer[]
  readonly connections: number
  /** Requests begin at this even rate, late ones counted from when they should have; without it each connection goes on as it can. */
  readonly perSecond?: number
}

/**
 * Sends each request once, over keep-alive connections with one open request each, and times the answers. Rejects unless
 * every answer is a 204. It does nothing per request but write, look for the status and note the time, so that it needs a
 * fraction of what any server does.
 */
export async function sendAll(options: LoadOptions): Promise<LoadResult> {
  const { port, requests, connections, perSecond } = options
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  const latencies = new Float64Array(requests.length)
  const idle: Socket[] = []
  let next = 0
  let answered = 0
  const started = performance.now()
  const dueAt = (index: number) => (perSecond ? started + (index * 1_000) / perSecond : 0)
  await new Promise<void>((resolve, reject) => {
    const timer = perSecond ? setInterval(sendDue, 1) : undefined
    for (const socket of sockets) {
      socket.on('error', reject)
      if (perSecond) idle.push(socket)
      else sendOn(socket)
    }

    function sendDue(): void {
      while (idle.length > 0 && next < requests.length && dueAt(next) <= performance.now()) {
        sendOn(idle.pop() as Socket)
      }
    }

    function sendOn(socket: Socket): void {
      const index = next++
      const request = requests[index]
      if (!request) return
      const at = perSecond ? dueAt(index) : performance.now()
      socket.write(request)
      socket.once('data', (answer: Buffer) => {
        latencies[index] = performance.now() - at
        if (answer.toString('latin1', 9, 12) !== '204') {
          reject(new Error(`not a 204: ${answer.toString('latin1', 0, 500)}`))
          return
        }
        if (++answered === requests.length) {
          clearInterval(timer)
          resolve()
        } else if (perSecond) {
          idle.push(socket)
          sendDue()
        } else sendOn(socket)
      })
    }
  })
  const seconds = (performance.now() - started) / 1_000
  for (const socket of sockets) socket.destroy()
  return {
    perSecond: requests.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}
