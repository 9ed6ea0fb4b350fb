import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { disposition } from '../core/media/names.ts'
import type { ByteRange, MediaStore } from '../core/media/store.ts'
import { isInline } from '../core/media/types.ts'
import type { StoredMedia } from '../core/media/uploads.ts'

type Sent = Pick<StoredMedia, 'sha256' | 'bytes' | 'content_type' | 'name'>

/** Answers a file to a signed-in person. A browser may keep it, and has to ask each time whether they may still see it. */
export async function sendToPerson(
  request: Request,
  response: Response,
  files: MediaStore,
  file: Sent,
): Promise<void> {
  response.setHeader('Cache-Control', 'private, no-cache')
  const tag = `"${file.sha256}"`
  response.setHeader('ETag', tag)
  if (request.headers['if-none-match'] === tag) response.status(304).end()
  else await sendFile(request, response, files, file)
}

/**
 * Answers a stored file, whole or one range of it. Whatever it holds, a browser runs none of it: the type is the one found
 * by content, other types than the safe ones are downloads, and the sandbox policy holds for those too.
 */
export async function sendFile(
  request: Request,
  response: Response,
  files: MediaStore,
  file: Sent,
): Promise<void> {
  response.setHeader('Content-Type', file.content_type)
  response.setHeader(
    'Content-Disposition',
    disposition(isInline(file.content_type) ? 'inline' : 'attachment', file.name),
  )
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'")
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Accept-Ranges', 'bytes')
  const range = rangeOf(request.headers.range, file.bytes)
  if (range === 'unsatisfiable') {
    response.status(416).setHeader('Content-Range', `bytes */${file.bytes}`).end()
    return
  }
  if (range) {
    response.status(206).setHeader('Content-Range', `bytes ${range.first}-${range.last}/${file.bytes}`)
  }
  response.setHeader('Content-Length', range ? range.last - range.first + 1 : file.bytes)
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  // A reader who goes away is no error of ours.
  await pipeline(files.read(file.sha256, range), response).catch((error: unknown) => {
    if (!response.destroyed) throw error
  })
}

/** One range only: several in one answer are no use to carriers or players, and a way to make work. */
function rangeOf(header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | undefined {
  if (header === undefined) return undefined
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header)
  if (!match || (match[1] === '' && match[2] === '')) return 'unsatisfiable'
  const [, from, to] = match
  const first = from === '' ? Math.max(0, bytes - Number(to)) : Number(from)
  const last = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)
  return first > last || first >= bytes ? 'unsatisfiable' : { first, last }
}
