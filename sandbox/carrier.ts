import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { VendorReply, VendorSend } from '../src/contract/sandbox.ts'
import { wallNow } from './clock.ts'
import { answerFaults, type Fault } from './faults.ts'
import { fetchFile } from './files.ts'
import type { Line } from './lines.ts'
import { planReceipts, sendReceipts } from './receipts.ts'
import type { Bubble } from './thread.ts'
import type { World } from './world.ts'

/** What goes back over the wire, where it is not a plain reply. */
type Cut = 'reset' | 'silence' | 'half'

/** WhatsApp takes documents of 100 MB. */
const largestBodyBytes = 110_000_000

/** Answers one call to a carrier's API, with whatever fault the line has in store. */
export async function answerCarrierCall(
  world: World,
  line: Line,
  path: string,
  query: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const at = wallNow()
  const body = await readBody(req)
  if (line.load && req.method === 'POST') {
    return reply(res, line.vendor.accepted(String(line.load.take(at, body))))
  }
  const headers = req.headers as Record<string, string | undefined>
  const call = line.vendor.receive(
    { method: req.method ?? '', path, query: new URLSearchParams(query), headers, body, at },
    line,
  )
  if (call.kind === 'upload') {
    const { bytes, contentType, name } = call.file
    return reply(res, call.reply(world.files.keep(bytes, contentType, name).id))
  }
  if (call.kind === 'signal') {
    tellSignal(line, call.signal)
    return reply(res, call.reply)
  }
  if (call.kind === 'other') {
    const fault = line.faults.take(['status'], 'other')
    return reply(res, fault ?? call.reply)
  }

  const { send } = call
  const delay = line.faults.take(['delay'])
  if (delay) await sleep(delay.ms, undefined, { signal: world.signal, ref: false }).catch(() => undefined)
  const fault = line.faults.take(answerFaults)
  const taken = call.kind === 'send' && takes(fault)
  const id = taken ? newId(line, fault) : null
  const answer = answerOf(line, fault, call.reply, id)
  const status = typeof answer === 'string' ? null : answer.status
  const names = [delay, fault].flatMap((one) => one?.kind ?? [])
  world.ledger.add(
    { line: line.id, at, accepted_id: id, answer: status, fault: names.join('+') || null },
    send,
  )
  const bubble = show(world, line, send, id, fault, status)
  if (id !== null) line.remember({ direction: 'outbound', id, ...send, at: Math.floor(at) })
  const plan = planReceipts(line, world.receiptDelaysMs)
  if (id !== null) void fetchMedia(world, line, bubble, send)
  if (id !== null && plan.early) await sendReceipts(world, line, bubble, send, id, plan)
  await (typeof answer === 'string' ? cut(res, answer, line, id) : reply(res, answer))
  if (id !== null && !plan.early) void sendReceipts(world, line, bubble, send, id, plan)
}

/** The carrier's id of a message; a broken carrier gives the last one again. */
function newId(line: Line, fault: Fault | undefined): string {
  if (fault?.kind !== 'id_repeated') line.lastId = randomUUID()
  return line.lastId
}

/** Whether the carrier keeps the message although the answer is spoilt. */
function takes(fault: Fault | undefined): boolean {
  switch (fault?.kind) {
    case undefined:
    case 'reset_after':
    case 'answer_lost':
    case 'half_answer':
    case 'takes_it_but_500':
    case 'id_repeated':
      return true
    default:
      return false
  }
}

function answerOf(
  line: Line,
  fault: Fault | undefined,
  refusal: VendorReply | undefined,
  id: string | null,
): VendorReply | Cut {
  switch (fault?.kind) {
    case 'rate_limit': {
      const headers = fault.retry_after === null ? {} : { 'retry-after': fault.retry_after }
      return { status: 429, body: 'Too many requests (sandbox).', headers }
    }
    case 'status':
      return fault
    case 'error':
      return line.vendor.errors[fault.name] ?? { status: 500, body: `No error is called "${fault.name}".` }
    case 'reset_before':
    case 'reset_after':
      return 'reset'
    case 'answer_lost':
      return 'silence'
    case 'half_answer':
      return 'half'
    case 'takes_it_but_500':
      return { status: 500, body: 'Something broke after the message was taken (sandbox).' }
    default:
      return refusal ?? line.vendor.accepted(id!)
  }
}

/** Under the customer's last message: the business saw it, or types. */
function tellSignal(line: Line, { type, from, to }: { type: 'read' | 'typing'; from: string; to: string }) {
  const last = line.thread.bubbles.findLast((one) => one.customer === to && one.business === from)
  if (last) line.thread.step(last, type === 'read' ? 'Read by the business' : 'The business types …', true)
}

function show(
  world: World,
  line: Line,
  send: VendorSend,
  id: string | null,
  fault: Fault | undefined,
  status: number | null,
): Bubble {
  const { reaction } = send
  const reacted = reaction && id !== null && line.thread.react('business', reaction.target, reaction.emoji)
  const bubble = reacted || line.thread.add(bubbleOf(world, send, id))
  const why = fault ? ` (fault: ${fault.kind})` : ''
  const answered = status === null ? 'no answer given' : `answered ${status}`
  const text = id === null ? `Not taken, ${answered}${why}` : `Taken as ${id}, ${answered}${why}`
  line.thread.step(bubble, text, id !== null, id === null ? 'failed' : 'ok')
  return bubble
}

function bubbleOf(world: World, send: VendorSend, id: string | null) {
  const fetched = send.mediaUrls.map((url) => ({
    name: url.split('/').at(-1) ?? url,
    content_type: '',
    url: null,
    error: null,
  }))
  const uploaded = (send.fileIds ?? []).flatMap((fileId) => {
    const file = world.files.get(fileId)
    return file
      ? { name: file.name, content_type: file.contentType, url: `/files/${file.id}`, error: null }
      : []
  })
  return {
    by: 'business' as const,
    customer: send.to,
    business: send.from,
    text: send.text,
    message_id: id,
    reply_to: send.replyTo ?? null,
    // Those that are still to be fetched come first: they are found by their place.
    files: [...fetched, ...uploaded],
  }
}

/** Fetches the message's files as a carrier does, to show them on the handset. */
async function fetchMedia(world: World, line: Line, bubble: Bubble, send: VendorSend): Promise<void> {
  for (const [i, url] of send.mediaUrls.entries()) {
    const file = bubble.files[i]!
    try {
      const { bytes, contentType } = await fetchFile(url, world.signal)
      const kept = world.files.keep(bytes, contentType, file.name)
      Object.assign(file, { url: `/files/${kept.id}`, content_type: contentType })
      line.thread.step(bubble, `File fetched: ${contentType}, ${bytes.byteLength} bytes`, true)
    } catch (error) {
      file.error = error instanceof Error ? error.message : String(error)
      line.thread.step(bubble, `File not fetched: ${file.error}`, false)
    }
  }
}

function reply(res: ServerResponse, { status, contentType, body, headers }: VendorReply): void {
  res.writeHead(status, { 'content-type': contentType ?? 'text/plain', ...headers })
  res.end(body)
}

function cut(res: ServerResponse, how: Cut, line: Line, id: string | null): void {
  if (how === 'silence') return
  if (how === 'half') {
    const { status, body = '' } = line.vendor.accepted(id ?? '')
    res.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
    res.write(body.slice(0, body.length / 2))
    setTimeout(() => res.destroy(), 20).unref()
    return
  }
  res.socket?.resetAndDestroy()
}

function readBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    req.on('data', (part: Buffer) => {
      size += part.byteLength
      if (size > largestBodyBytes) req.destroy(new Error('The body is larger than a carrier takes.'))
      else parts.push(part)
    })
    req.on('end', () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts)))
    req.on('error', reject)
  })
}
