import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly at: number
}

type Answer =
  | { status: number; body?: string | Buffer; headers?: Record<string, string> }
  | 'reset'
  | 'silence'

/** An HTTP server on loopback that keeps what it is sent and answers as it is told. */
export async function fakeServer(answer: (request: SeenRequest) => Answer = () => ({ status: 204 })) {
  const seen: SeenRequest[] = []
  const server = createServer((req, res) => {
    const parts: Buffer[] = []
    req.on('data', (part) => parts.push(part))
    req.on('end', () => {
      const { method = '', url = '', headers } = req
      const request = { method, path: url, headers, body: Buffer.concat(parts), at: Date.now() }
      seen.push(request)
      const given = answer(request)
      if (given === 'reset') req.socket.resetAndDestroy()
      else if (given !== 'silence') res.writeHead(given.status, given.headers).end(given.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    setAnswer: (next: (request: SeenRequest) => Answer) => {
      answer = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
export type FakeServer = Awaited<ReturnType<typeof fakeServer>>
