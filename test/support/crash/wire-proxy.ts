import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * Where a send is cut off, seen from the carrier: its connection stands and nothing was read; half of the request got
 * through; all of it did and the answer stays away; half of the answer went back.
 */
export type Cut = 'connected' | 'half_request' | 'no_answer' | 'half_answer'

export interface WireProxy {
  /** Origin to use in place of the carrier's. */
  readonly url: string
  /** At the `hit`-th send from now the wire is cut there for good, and `then` is called. */
  arm(cut: Cut, hit: number, then: () => void): void
  close(): Promise<void>
}

/** Long enough for bytes on loopback to be read at the other end. */
const READ_MS = 5

/** A wire between the gateway and the carrier at `port` that can be cut anywhere. Expects one `POST` per chunk. */
export async function wireProxy(port: number): Promise<WireProxy> {
  const sockets = new Set<Socket>()
  let armed: { cut: Cut; left: number; then: () => void } | undefined

  /** Counts a send down; answers what to call when its turn has come. */
  function due(...cuts: Cut[]): (() => void) | undefined {
    if (!armed || !cuts.includes(armed.cut) || --armed.left > 0) return undefined
    const { then } = armed
    armed = undefined
    return then
  }

  function keep(socket: Socket): void {
    socket.setNoDelay(true)
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }

  const server = createServer((near) => {
    keep(near)
    const cut = due('connected')
    if (cut) return void cut()
    const far = connect(port, '127.0.0.1')
    keep(far)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    let answerCut: { kind: 'no_answer' | 'half_answer'; then: () => void } | undefined
    let isCut = false
    near.on('data', (bytes) => {
      if (isCut) return
      const isSend = bytes.subarray(0, 5).toString('latin1') === 'POST '
      const kind = armed?.cut
      const then = isSend ? due('half_request', 'no_answer', 'half_answer') : undefined
      if (then && kind === 'half_request') {
        isCut = true
        far.end(bytes.subarray(0, bytes.length / 2))
        setTimeout(then, READ_MS)
        return
      }
      if (then && (kind === 'no_answer' || kind === 'half_answer')) answerCut = { kind, then }
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (isCut) return
      if (!answerCut) return void near.write(bytes)
      isCut = true
      const { kind, then } = answerCut
      if (kind === 'half_answer') near.write(bytes.subarray(0, bytes.length / 2))
      setTimeout(then, READ_MS)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arm(cut, hit, then) {
      armed = { cut, left: hit, then }
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
