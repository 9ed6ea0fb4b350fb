import { validationProblem } from '../contract/validation.ts'
import { isStorable } from '../lib/storable-text.ts'

/** A page of a list, as the API answers it. */
export interface Page<T> {
  readonly data: T[]
  readonly next_cursor: string | null
}

/** Where the last page ended: the sort key of its last row. */
export type CursorKey = readonly (string | number)[]

/**
 * Cuts rows to a page. Ask the database for `limit + 1` rows: the one too many tells that there is a next page.
 * `keyOf` gives the sort key of a row, in the order that the query sorts by.
 */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => CursorKey,
  show: (row: Row) => T,
): Page<T> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const more = rows.length > limit && last !== undefined
  return { data: kept.map(show), next_cursor: more ? encode(keyOf(last)) : null }
}

/** The key in a cursor that `pageOf` made, with members of the kinds named; a `validation_failed` problem for any other text. */
export function readCursor<const K extends readonly ('string' | 'number')[]>(
  cursor: string | undefined,
  kinds: K,
): { [I in keyof K]: K[I] extends 'string' ? string : number } | undefined {
  if (cursor === undefined) return undefined
  const key = decode(cursor)
  const fits = Array.isArray(key) && key.length === kinds.length
  if (!fits || !key.every((part, i) => typeof part === kinds[i] && isPart(part))) {
    throw validationProblem([{ path: 'query.cursor', message: 'is not one that this list gave out' }])
  }
  return key as never
}

/** What a database can compare with: ids and times are whole numbers. */
function isPart(part: unknown): boolean {
  return typeof part === 'string' ? isStorable(part) : Number.isSafeInteger(part)
}

function encode(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
