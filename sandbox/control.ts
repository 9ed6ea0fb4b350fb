import { isIP } from 'node:net'
import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import { reactFromHandset, readAtHandset } from './acts.ts'
import { face } from './faces.ts'
import { type FaultInput, fault } from './faults.ts'
import { largestFileBytes } from './files.ts'
import { type HandsetText, sendFromHandset } from './handset.ts'
import { type Line, type LineInput, linePatch } from './lines.ts'
import { Load } from './load.ts'
import type { World } from './world.ts'

const loadSwitch = z.strictObject({
  on: z.boolean(),
  capacity: z.int().min(1).max(10_000_000).default(1_000_000),
  marker: z.string().max(100).optional(),
})
const ledgerQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  line: z.string().optional(),
})

/** The sandbox's own API, for the handset page and for programs. It has no sign-in: listen on loopback only. */
export function controlRoutes(world: World): Router {
  const routes = express.Router()
  routes.use(refuseOtherSites)

  routes.get('/faces/:person', (req, res) => {
    res.type('png').send(face(req.params.person))
  })
  routes.get('/lines', (_req, res) => {
    res.json({ data: world.lines.all.map((line) => line.view(world.url)) })
  })
  routes.post('/lines', express.json(), (req, res) => {
    res.status(201).json(world.lines.add((req.body ?? {}) as LineInput).view(world.url))
  })
  routes.patch('/lines/:id', express.json(), (req, res) => {
    const line = lineOf(req)
    line.patch(linePatch.parse(req.body))
    res.json(line.view(world.url))
  })
  routes.delete('/lines/:id', (req, res) => {
    world.lines.remove(lineOf(req).id)
    res.status(204).end()
  })
  routes.put('/lines/:id/faults', express.json(), (req, res) => {
    const line = lineOf(req)
    line.faults.set(z.array(fault).max(100).parse(req.body) as FaultInput[])
    res.json(line.view(world.url))
  })
  routes.post('/lines/:id/messages', express.json({ limit: '1mb' }), async (req, res) => {
    res.json(await sendFromHandset(world, lineOf(req), (req.body ?? {}) as HandsetText))
  })
  routes.post('/lines/:id/reactions', express.json(), async (req, res) => {
    res.json({ delivered: await reactFromHandset(world, lineOf(req), req.body) })
  })
  routes.post('/lines/:id/read', express.json(), async (req, res) => {
    await readAtHandset(world, lineOf(req), req.body)
    res.json({})
  })
  routes.get('/lines/:id/stream', (req, res) => stream(lineOf(req), res))
  routes.put('/lines/:id/load', express.json(), (req, res) => {
    const { on, capacity, marker } = loadSwitch.parse(req.body)
    lineOf(req).load = on ? new Load(capacity, marker) : undefined
    res.status(204).end()
  })
  routes.get('/lines/:id/load', (req, res) => {
    res.json(lineOf(req).load?.report() ?? { count: 0, stamps: [], marked: [] })
  })

  routes.get('/ledger', (req, res) => {
    const { after, line } = ledgerQuery.parse(req.query)
    const data = world.ledger.after(after, line)
    res.json({ data, next: data.at(-1)?.seq ?? after })
  })

  routes.post('/files', express.raw({ type: () => true, limit: largestFileBytes }), (req, res) => {
    const name = typeof req.query.name === 'string' ? req.query.name.slice(0, 200) : 'file'
    const bytes: Uint8Array = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
    const file = world.files.keep(bytes, req.get('content-type') ?? 'application/octet-stream', name)
    res.status(201).json({
      id: file.id,
      url: `${world.url}/files/${file.id}`,
      sha256: file.sha256,
      bytes: bytes.byteLength,
    })
  })
  // Some vendors write the file's name into its address.
  routes.get(['/files/:id', '/files/:id/:name'], (req, res) => {
    const file = world.files.get(String(req.params.id))
    if (!file) {
      res.status(404).json({ error: 'That file is not kept here any more.' })
      return
    }
    const shown = /^(image\/(png|jpeg|gif|webp)|video\/mp4|audio\/(mpeg|ogg|mp4))$/.test(file.contentType)
    res.set('content-type', file.contentType).set('cache-control', 'private, max-age=3600')
    if (!shown) res.attachment(file.name).set('content-type', file.contentType)
    res.send(Buffer.from(file.bytes))
  })

  routes.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error)
    const status = error instanceof Missing ? 404 : ((error as { status?: number }).status ?? 400)
    const words = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    res.status(status).json({ error: words })
  })
  return routes

  function lineOf(req: Request): Line {
    const line = world.lines.get(String(req.params.id))
    if (!line) throw new Missing('There is no such line.')
    return line
  }
}

class Missing extends Error {}

/**
 * A page of another site, open in the same browser, may neither read nor change anything here; nor may it call itself
 * this machine by a name of its own (DNS rebinding).
 */
function refuseOtherSites(req: Request, res: Response, next: NextFunction): void {
  const site = req.get('sec-fetch-site')
  const own = site === undefined || site === 'same-origin' || site === 'none'
  const name = req.hostname.replace(/^\[|\]$/g, '')
  if (own && (name === 'localhost' || isIP(name) !== 0)) next()
  else
    res
      .status(403)
      .json({ error: 'Requests from other sites, or under other names than localhost, are refused.' })
}

/** Server-sent events: every message kept, then each one as it is added or changes. */
function stream(line: Line, res: Response): void {
  res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
  const tell = (bubble: unknown) => res.write(`data: ${JSON.stringify(bubble)}\n\n`)
  for (const bubble of line.thread.bubbles) tell(bubble)
  const end = line.thread.watch(tell)
  const beat = setInterval(() => res.write(': still here\n\n'), 20_000)
  beat.unref()
  res.on('close', () => {
    clearInterval(beat)
    end()
  })
}
