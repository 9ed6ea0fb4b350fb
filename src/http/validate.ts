import type { z } from 'zod'
import type { BadValue } from '../contract/validation.ts'
import { isStorable } from '../lib/storable-text.ts'

type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly bad: readonly BadValue[] }

/** Checks one part of a request. Without a schema the part must be empty. No text in it may be one that cannot be kept. */
export function check<T>(part: string, schema: z.ZodType<T> | undefined, value: unknown): Checked<T> {
  if (!schema) {
    const keys =
      typeof value === 'object' && value !== null ? Object.keys(value) : value === undefined ? [] : ['']
    if (keys.length === 0) return { ok: true, value: {} as T }
    return { ok: false, bad: keys.map((key) => ({ path: join(part, [key]), message: 'is not known here' })) }
  }
  const unfit = unstorable([part], value)
  if (unfit.length > 0) return { ok: false, bad: unfit }
  const result = schema.safeParse(value)
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, bad: result.error.issues.flatMap((issue) => badValues(part, issue)) }
}

/** Names of members count too: some calls keep them. The depth is bounded where the body is read. */
function unstorable(path: readonly string[], value: unknown): BadValue[] {
  if (typeof value === 'string') {
    if (isStorable(value)) return []
    return [{ path: path.join('.'), message: 'must not hold a NUL character or half of a character' }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    isStorable(name)
      ? unstorable([...path, name.slice(0, 100)], member)
      : unstorable([...path, '(a name)'], name),
  )
}

function badValues(part: string, issue: z.core.$ZodIssue): BadValue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: join(part, [...issue.path, key]), message: 'is not known here' }))
  }
  return [{ path: join(part, issue.path), message: inWords(issue) }]
}

function join(part: string, path: readonly PropertyKey[]): string {
  return [part, ...path.map((key) => String(key).slice(0, 100)).filter((key) => key !== '')].join('.')
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const formatNames: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  datetime: 'a time such as 2026-11-21T09:30:00Z',
  url: 'a URL',
}

/** A sentence's end, to follow the path: `must be a text`. Values are not repeated: they may be secrets. */
function inWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('undefined')
        ? 'is missing'
        : `must be ${typeNames[issue.expected] ?? issue.expected}`
    case 'too_small':
      return bound('at least', issue.origin, Number(issue.minimum))
    case 'too_big':
      return bound('at most', issue.origin, Number(issue.maximum))
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
    case 'invalid_format':
      // A schema's own words win over the name of the format.
      return issue.message.startsWith('Invalid')
        ? `must be ${formatNames[issue.format] ?? 'in the right form'}`
        : `must be ${issue.message}`
    case 'invalid_union':
      return 'has none of the forms taken here'
    case 'custom':
      return issue.message
    default:
      return 'cannot be used'
  }
}

function bound(words: string, origin: string, limit: number): string {
  if (origin === 'string') return `must have ${words} ${limit} character${limit === 1 ? '' : 's'}`
  if (origin === 'array') return `must have ${words} ${limit} item${limit === 1 ? '' : 's'}`
  return `must be ${words} ${limit}`
}
