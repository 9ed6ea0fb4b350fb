import { setMaxListeners } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { answerCarrierCall } from './carrier.ts'
import { controlRoutes } from './control.ts'
import { Files, handsetFile } from './files.ts'
import { type HandsetOutcome, type HandsetText, sendFromHandset } from './handset.ts'
import { Ledger } from './ledger.ts'
import { type Line, type LineInput, Lines } from './lines.ts'
import { pageRoutes } from './page.ts'
import { loadVendors } from './vendors.ts'
import type { World } from './world.ts'

export interface SandboxOptions {
  /** 8090 unless given; 0 takes a free one. */
  readonly port?: number
  /** 127.0.0.1 unless given. The control API has no sign-in. */
  readonly host?: string
  readonly lines?: readonly LineInput[]
  /** Milliseconds after the answer at which a message is "sent" and "delivered": 50 and 300 unless given. */
  readonly receiptDelaysMs?: readonly [sent: number, delivered: number]
  /** Pauses before a refused webhook is posted again: 1 s and 3 s unless given, which makes three tries. */
  readonly webhookPausesMs?: readonly number[]
}

export interface Sandbox {
  /** Where it is reached; a line's API is at `<url>/carriers/<line id>`. */
  readonly url: string
  readonly lines: Lines
  readonly ledger: Ledger
  /** A customer's text, with the webhook's outcome. */
  text(line: Line, message: HandsetText): Promise<HandsetOutcome>
  close(): Promise<void>
}

const carrierPath = /^\/carriers\/([a-z0-9-]+)\/([^?]*)(?:\?(.*))?$/

/** Starts simulated carriers with their handset page. Everything is in memory and gone when it stops. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const vendors = await loadVendors()
  const app = express().disable('x-powered-by')
  const server = createServer((req, res) => void answer(req, res))
  server.keepAliveTimeout = 65_000
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 8090, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const ending = new AbortController()
  // One for each webhook that waits for its next try.
  setMaxListeners(0, ending.signal)
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  const files = new Files()
  const lines = new Lines(vendors, {
    file(id) {
      const file = files.get(id)
      return file && handsetFile(file, url)
    },
    faceUrl: (person) => `${url}/faces/${encodeURIComponent(person)}`,
  })
  for (const line of options.lines ?? []) lines.add(line)
  const world: World = {
    lines,
    ledger: new Ledger(),
    files,
    url,
    receiptDelaysMs: options.receiptDelaysMs ?? [50, 300],
    webhookPausesMs: options.webhookPausesMs ?? [1000, 3000],
    signal: ending.signal,
  }
  app.use(pageRoutes())
  app.use(controlRoutes(world))

  /** Carriers' calls do not pass through Express: a benchmark sends thousands a second. */
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const call = carrierPath.exec(req.url ?? '')
    if (!call) return void app(req, res)
    const line = lines.get(call[1]!)
    if (!line) return void res.writeHead(404).end('There is no such line.')
    try {
      await answerCarrierCall(world, line, call[2]!, call[3] ?? '', req, res)
    } catch {
      // The caller went away, or its body was too large.
      res.destroy()
    }
  }

  return {
    url: world.url,
    lines,
    ledger: world.ledger,
    text: (line, message) => sendFromHandset(world, line, message),
    close: () => {
      ending.abort()
      server.closeAllConnections()
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
    },
  }
}
