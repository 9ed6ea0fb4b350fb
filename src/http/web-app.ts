import { readFileSync } from 'node:fs'
import path from 'node:path'
import express, { type RequestHandler, Router } from 'express'

const NONCE_PLACEHOLDER = '__CSP_NONCE__'

/**
 * The built web app. Its files under `assets/` have their hash in the name and may be kept for ever; the page itself is
 * never kept, and each answer has its own style nonce in place of the placeholder. Every address that a browser
 * navigates to is the page, since the app has its own addresses. Without a build the page says how to make one.
 */
export function webApp(directory: string): RequestHandler {
  const page = readPage(directory)
  const router = Router()
  const sendPage: RequestHandler = (_request, response) => {
    response.setHeader('Cache-Control', 'no-store')
    response.type('html').send(page.replaceAll(NONCE_PLACEHOLDER, response.locals.cspNonce as string))
  }
  router.get(['/', '/index.html'], sendPage)
  router.use(
    express.static(directory, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      setHeaders(response, file) {
        const hashed = path.relative(directory, file).startsWith(`assets${path.sep}`)
        response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    }),
  )
  router.use((request, response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    // A missing script or picture must be a 404, not a page.
    const isFile = path.posix.extname(request.path) !== ''
    if (reads && !isFile && request.headers.accept?.includes('text/html')) sendPage(request, response, next)
    else next()
  })
  return router
}

function readPage(directory: string): string {
  try {
    return readFileSync(path.join(directory, 'index.html'), 'utf8')
  } catch {
    return '<!doctype html><meta charset="utf-8"><title>Trunkline</title><p>The web app has not been built. Run <code>npm run build</code>, then start again. The API answers in the meantime.</p>'
  }
}
