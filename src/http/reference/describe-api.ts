import type { z } from 'zod'
import type { ProblemCode } from '../../contract/problems.ts'
import { permissions } from '../../core/access/permissions.ts'
import type { Route } from '../route.ts'
import { type Field, fieldsOf, typeWords } from './fields.ts'
import { type JsonSchema, jsonSchema } from './openapi.ts'

/** One call as the reference shows it. */
export interface CallDescription {
  readonly title: string
  readonly summary: string
  /** Who may call it. */
  readonly access: string
  readonly query: readonly Field[]
  /** Name of the body's shape, or its type in words; undefined for none. */
  readonly body: string | undefined
  readonly answer: string
  /** Those of this call; what every call can answer is in the introduction. */
  readonly problems: readonly ProblemCode[]
}

export interface ApiDescription {
  /** The calls by the first part of their path, in the order of the table. */
  readonly groups: readonly { readonly name: string; readonly calls: readonly CallDescription[] }[]
  readonly shapes: readonly {
    readonly name: string
    readonly type: string
    readonly fields: readonly Field[]
  }[]
}

/** The route table in words; the reference page and `docs/api.md` are both written from this. */
export function describeApi(routes: readonly Route[]): ApiDescription {
  const shapes = new Map<string, JsonSchema>()
  const groups = new Map<string, CallDescription[]>()
  for (const each of routes) {
    const name = each.path.split('/')[1] ?? ''
    const calls = groups.get(name) ?? []
    calls.push(describeCall(each, shapes))
    groups.set(name, calls)
  }
  return {
    groups: [...groups].map(([name, calls]) => ({ name, calls })),
    shapes: [...shapes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, schema]) => ({ name, type: typeWords(schema), fields: fieldsOf(schema) })),
  }
}

function describeCall(each: Route, shapes: Map<string, JsonSchema>): CallDescription {
  const { summary, query, body, answer, raw, status } = each.endpoint
  const words = (schema: z.ZodType, io: 'input' | 'output') => answerWords(jsonSchema(schema, io, shapes))
  const code = status ?? (answer || raw?.gives ? 200 : 204)
  const what = answer ? words(answer, 'output') : raw?.gives
  return {
    title: `${each.method} ${each.path}`,
    summary,
    access: accessWords(each.permission),
    query: query ? fieldsOf(jsonSchema(query, 'input', shapes)) : [],
    body: body ? words(body, 'input') : raw?.takes,
    answer: what ? `${code}, ${what}` : String(code),
    problems: each.endpoint.problems ?? [],
  }
}

/** Pages are in every list; they are named by what they hold. */
function answerWords(schema: JsonSchema): string {
  const items = schema.properties?.data?.items
  return items && schema.properties?.next_cursor ? `a page of ${typeWords(items)}` : inlineWords(schema)
}

function inlineWords(schema: JsonSchema): string {
  const fields = fieldsOf(schema)
  if (fields.length === 0) return typeWords(schema)
  return `object of ${fields.map(({ name, type }) => `${name} (${type})`).join(', ')}`
}

function accessWords(permission: Route['permission']): string {
  if (permission === 'public') return 'Anybody.'
  if (permission === 'signed-in') return 'Everybody who is signed in.'
  return `Permission ${permission}: ${permissions[permission].join(', ')}.`
}
