import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import type { Request } from 'express'
import { idParams } from '../../contract/api/common.ts'
import { media } from '../../contract/api/conversations.ts'
import { Problem } from '../../contract/problems.ts'
import { keepUpload, readableFile, type Upload } from '../../core/media/uploads.ts'
import { endpoint } from '../endpoint.ts'
import { sendToPerson } from '../send-file.ts'

export const uploadMedia = endpoint({
  summary: 'Uploads one file, as the multipart field `file`, to be sent with a message.',
  answer: media,
  status: 201,
  raw: { takes: 'multipart/form-data' },
  problems: ['body_too_large', 'unsupported_media_type', 'malformed_body'],
  handler({ services, actor, request }) {
    const { store, files, mediaMaxBytes: maxBytes, now } = services
    return withUpload(request, maxBytes, (upload) =>
      keepUpload(store, files, actor, upload, { maxBytes, now: now() }),
    )
  },
})

export const showMediaContent = endpoint({
  summary: 'A file, whole or one range of it.',
  params: idParams,
  raw: { gives: 'the file, in its own type' },
  problems: ['not_found'],
  async handler({ services, actor, params, request, response }) {
    const file = await readableFile(services.store.db, actor, params.id)
    await sendToPerson(request, response, services.files, file)
  },
})

/** Streams the one file of a multipart body; nothing of it is held in memory. */
function withUpload<T>(request: Request, maxBytes: number, keep: (upload: Upload) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const type = request.headers['content-type'] ?? ''
    if (!/^multipart\/form-data *;/i.test(type)) {
      reject(
        new Problem('unsupported_media_type', 'Send the file as multipart/form-data, in the field "file".'),
      )
      return
    }
    let kept: Promise<T> | undefined
    let file: Readable | undefined
    const malformed = () => {
      const problem = new Problem('malformed_body', 'The multipart body could not be read.')
      file?.destroy(problem)
      reject(problem)
    }
    const form = formOf(type, maxBytes)
    if (!form) {
      malformed()
      return
    }
    form.on('file', (field, stream, name, _encoding, contentType) => {
      // A body that ends too early is told of here as well, and unheard that would end the process.
      stream.on('error', malformed)
      if (field !== 'file' || kept !== undefined) {
        stream.resume()
        return
      }
      file = stream
      kept = keep({ name, contentType, chunks: stream })
      kept.then(resolve, (error: unknown) => {
        stream.resume()
        reject(error)
      })
    })
    form.on('finish', () => {
      if (kept === undefined)
        reject(new Problem('validation_failed', 'There is no file in the field "file".'))
    })
    form.on('error', malformed)
    request.once('close', () => request.complete || malformed())
    request.pipe(form)
  })
}

/** Undefined where the header is not one that can be read. */
function formOf(contentType: string, maxBytes: number) {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // One byte over the limit is let through, so that the store sees the excess and refuses it by name.
      limits: { files: 1, fields: 0, parts: 2, fileSize: maxBytes + 1, headerPairs: 20 },
    })
  } catch {
    return undefined
  }
}
