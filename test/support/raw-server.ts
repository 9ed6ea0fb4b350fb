import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

export interface RawServer {
  readonly port: number
  readonly url: string
  /** Connections taken so far. */
  readonly connections: readonly Socket[]
  /** Request texts seen so far, one for each time `serve` ran. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/**
 * A server on loopback that speaks bytes, so that a test can break HTTP anywhere. `serve` runs once per request, when
 * the blank line after the headers has come and, of a body, as much as `Content-Length` says.
 */
export async function rawServer(
  serve: (socket: Socket, request: string, nth: number) => void,
  onConnect: (socket: Socket, nth: number) => void = () => {},
  address = '127.0.0.1',
): Promise<RawServer> {
  const connections: Socket[] = []
  const requests: string[] = []
  const server: Server = createServer((socket) => {
    connections.push(socket)
    socket.on('error', () => {})
    let text = ''
    socket.on('data', (data) => {
      text += data.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      if (text.length < end + 4 + length) return
      requests.push(text)
      text = ''
      serve(socket, requests.at(-1) ?? '', requests.length)
    })
    onConnect(socket, connections.length)
  })
  server.listen(0, address)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${address}:${port}/`,
    connections,
    requests,
    close: async () => {
      for (const socket of connections) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
