import { fileURLToPath } from 'node:url'
import express, { type Router } from 'express'
import helmet from 'helmet'

/** The handset page: a few files, and a content policy that allows nothing else to run. */
export function pageRoutes(): Router {
  const routes = express.Router()
  routes.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'blob:'],
          mediaSrc: ["'self'"],
          connectSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: false,
    }),
  )
  routes.use(
    express.static(fileURLToPath(new URL('page/', import.meta.url)), {
      index: 'index.html',
      cacheControl: false,
    }),
  )
  return routes
}
