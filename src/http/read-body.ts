import type { IncomingMessage } from 'node:http'
import { Problem } from '../contract/problems.ts'
import { readJson } from '../lib/json-body.ts'

/** More members than any call of ours has; a body with more is refused before anybody walks it. */
const MOST_KEYS = 1_000

/** The request's bytes, at most `maxBytes` of them; else `body_too_large`. Nothing is kept of a body that is too large. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

/** The JSON value of the request's body; undefined where there is no body. Strict in type, UTF-8, depth and size. */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes)
  if (bytes.length === 0) return undefined
  if (!isJson(request.headers['content-type'])) {
    throw new Problem('unsupported_media_type', 'Send the body as application/json.')
  }
  const body = readJson(bytes)
  if (!body.ok) throw new Problem('malformed_body', body.detail)
  if (countKeys(body.value) > MOST_KEYS) {
    throw new Problem('malformed_body', `The JSON has more than ${MOST_KEYS} members.`)
  }
  return body.value
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json *(;|$)/i.test(contentType ?? '')
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const members = Object.values(value)
  return members.reduce((sum: number, member) => sum + countKeys(member), members.length)
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('body_too_large', `The body may have at most ${maxBytes} bytes.`)
}
