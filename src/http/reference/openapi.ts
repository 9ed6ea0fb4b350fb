import { z } from 'zod'
import * as channelShapes from '../../contract/api/channels.ts'
import * as commonShapes from '../../contract/api/common.ts'
import * as conversationShapes from '../../contract/api/conversations.ts'
import * as eventShapes from '../../contract/api/events.ts'
import * as peopleShapes from '../../contract/api/people.ts'
import { type ProblemCode, problems } from '../../contract/problems.ts'
import type { Route } from '../route.ts'

/** JSON Schema as zod writes it; only what is read here is typed. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly additionalProperties?: JsonSchema | boolean
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

export interface OpenApi {
  readonly openapi: '3.1.0'
  readonly info: object
  readonly servers: readonly object[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly securitySchemes: Readonly<Record<string, object>>
  }
}

const REF = '#/components/schemas/'

/** The API's shapes have names of their own in the document: `message` becomes `Message`. */
const named = z.registry<{ id: string }>()
for (const [name, shape] of Object.entries({
  ...channelShapes,
  ...commonShapes,
  ...conversationShapes,
  ...eventShapes,
  ...peopleShapes,
})) {
  const isShape = shape instanceof z.ZodObject || shape instanceof z.ZodDiscriminatedUnion
  if (isShape && shape !== commonShapes.idParams) {
    named.add(shape, { id: name.charAt(0).toUpperCase() + name.slice(1) })
  }
}

/** A route's schema as JSON Schema; the shapes it uses by name are added to `shapes`. */
export function jsonSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
  shapes: Map<string, JsonSchema>,
): JsonSchema {
  const json = z.toJSONSchema(schema, { io, metadata: named, unrepresentable: 'any' })
  const text = JSON.stringify(json, (key, value) => (isNoise(key, value, io) ? undefined : value))
  const { $defs = {}, ...rest } = JSON.parse(text.replaceAll('"#/$defs/', `"${REF}`)) as JsonSchema & {
    $defs?: Record<string, JsonSchema>
  }
  for (const [name, shape] of Object.entries($defs)) shapes.set(name, shape)
  return rest
}

/** What zod writes and nobody reads; and that answers have no further members, for later versions may add some. */
function isNoise(key: string, value: unknown, io: 'input' | 'output'): boolean {
  if (key === '$schema' || (key === 'id' && typeof value === 'string')) return true
  if (key === 'additionalProperties' && value === false) return io === 'output'
  return (key === 'maximum' || key === 'minimum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER
}

/** Name of the shape that a `$ref` points to. */
export function nameInRef(ref: string): string {
  return ref.slice(REF.length)
}

/** The codes that this call can answer: its own, and those of every call of its kind. */
function problemsOf({ permission, endpoint, method }: Route): ProblemCode[] {
  const codes: ProblemCode[] = ['validation_failed']
  if (method !== 'GET') codes.push('cross_site')
  if (endpoint.body) codes.push('malformed_body', 'unsupported_media_type', 'body_too_large')
  if (permission !== 'public') codes.push('unauthenticated')
  if (permission !== 'public' && permission !== 'signed-in') codes.push('forbidden')
  codes.push(...(endpoint.problems ?? []), 'internal', 'storage_unavailable')
  return [...new Set(codes)]
}

/** The OpenAPI 3.1 document of a route table, from the very schemas that check its requests. */
export function openApi(routes: readonly Route[], version: string): OpenApi {
  const shapes = new Map<string, JsonSchema>()
  const problem = jsonSchema(commonShapes.problemBody, 'output', shapes)
  const paths: Record<string, Record<string, object>> = {}
  for (const each of routes) {
    const path = each.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][each.method.toLowerCase()] = operation(each, shapes, problem)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Trunkline', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: Object.fromEntries([...shapes].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'trunkline',
          description: 'Over https `__Host-trunkline`.',
        },
      },
    },
  }
}

function operation(each: Route, shapes: Map<string, JsonSchema>, problem: JsonSchema): object {
  const { endpoint, method, path, permission } = each
  const { params, query, body, answer, raw } = endpoint
  const words = path.split('/').map((part) => part.replace(/\W/g, ' ').trim())
  return {
    operationId: [method.toLowerCase(), ...words.filter(Boolean)].join('_').replaceAll(' ', '_'),
    summary: endpoint.summary,
    'x-permission': permission,
    security: permission === 'public' ? [] : [{ session: [] }],
    parameters: [
      ...parameters('path', params, shapes),
      ...parameters('query', query, shapes),
      ...(method === 'GET' ? [] : [changeHeader]),
    ],
    ...(raw?.takes
      ? { requestBody: { required: true, content: { [raw.takes]: { schema: uploadSchema } } } }
      : {}),
    ...(body ? { requestBody: { required: true, content: json(jsonSchema(body, 'input', shapes)) } } : {}),
    responses: {
      [String(endpoint.status ?? (answer || raw?.gives ? 200 : 204))]: {
        description: raw?.gives ?? (answer ? 'Done.' : 'Done; there is no body.'),
        ...(answer ? { content: json(jsonSchema(answer, 'output', shapes)) } : {}),
      },
      ...problemResponses(each, problem),
    },
  }
}

function parameters(place: 'path' | 'query', schema: z.ZodType | undefined, shapes: Map<string, JsonSchema>) {
  if (!schema) return []
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', shapes)
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

const changeHeader = {
  name: 'X-Trunkline-Request',
  in: 'header',
  required: true,
  description: 'Shows that no form of another site sent this.',
  schema: { const: '1' },
}

const uploadSchema = {
  type: 'object',
  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
  required: ['file'],
}

function json(schema: JsonSchema) {
  return { 'application/json': { schema } }
}

function problemResponses(each: Route, schema: JsonSchema): Record<string, object> {
  const found: Record<string, object> = {}
  const codes = problemsOf(each)
  for (const status of [...new Set(codes.map((code) => problems[code].status))].sort()) {
    const here = codes.filter((code) => problems[code].status === status)
    found[String(status)] = {
      description: here.map((code) => `\`${code}\`: ${problems[code].title}`).join(' '),
      content: { 'application/problem+json': { schema } },
    }
  }
  return found
}
