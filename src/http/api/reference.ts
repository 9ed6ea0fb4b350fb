import { z } from 'zod'
import { openEndpoint } from '../endpoint.ts'
import { type ApiDescription, describeApi } from '../reference/describe-api.ts'
import { type OpenApi, openApi } from '../reference/openapi.ts'
import { referencePage } from '../reference/reference-page.ts'
import type { Route } from '../route.ts'

/** Both are made once for a route table. */
const documents = new WeakMap<readonly Route[], OpenApi>()
const descriptions = new WeakMap<readonly Route[], ApiDescription>()

export const document = openEndpoint({
  summary: 'This API as an OpenAPI 3.1 document.',
  answer: z.record(z.string(), z.unknown()),
  async handler({ routes, services }) {
    const known = documents.get(routes) ?? openApi(routes, services.version)
    documents.set(routes, known)
    return { ...known }
  },
})

export const page = openEndpoint({
  summary: 'This API as a page to read.',
  raw: { gives: 'an HTML page' },
  async handler({ routes, response }) {
    const known = descriptions.get(routes) ?? describeApi(routes)
    descriptions.set(routes, known)
    response.type('html').send(referencePage(known, response.locals.cspNonce as string))
  },
})
