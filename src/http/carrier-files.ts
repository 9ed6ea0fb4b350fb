import type { RequestHandler } from 'express'
import { Problem } from '../contract/problems.ts'
import type { MediaStore } from '../core/media/store.ts'
import { linkedFile } from '../core/media/uploads.ts'
import type { Db } from '../db/store.ts'
import { sendFile } from './send-file.ts'

const ADDRESS = /^\/api\/chat\/([0-9a-f]{64})$/

/** Where carriers fetch the files of outbound messages. The address itself is the secret, so it is never logged or cached. */
export function carrierFiles(db: Db, files: MediaStore, now: () => number): RequestHandler {
  return async (request, response, next) => {
    if (!request.path.startsWith('/api/chat/')) {
      next()
      return
    }
    response.locals.route = '/api/chat/:token'
    const [, token] = ADDRESS.exec(request.path) ?? []
    if (token === undefined) throw new Problem('not_found')
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Problem('method_not_allowed')
    const file = await linkedFile(db, token, now())
    response.setHeader('Cache-Control', 'private, no-store')
    await sendFile(request, response, files, file)
  }
}
