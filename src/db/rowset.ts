import { type RawBuilder, sql } from 'kysely'
import type { Backend } from './store.ts'

export type ColumnKind = 'integer' | 'text'

/**
 * Many rows as one bound value, to insert from or to join with. The SQL text does not grow with the number of rows, so it
 * is compiled and prepared once: this is what makes a group commit cheap.
 *
 * Use it in a `from` clause: `from ${rowset(…)} as r`. Join a table to it by `cross join … where`: SQLite cannot know how
 * few rows these are, and would rather go through a whole table; it takes the order of a cross join as told.
 * Missing and undefined members become NULL. Halves of characters and NULs, over which PostgreSQL would refuse all of the
 * rows, become U+FFFD.
 */
export function rowset<const C extends Record<string, ColumnKind>>(
  backend: Backend,
  shape: C,
  rows: readonly { readonly [K in keyof C]?: string | number | null | undefined }[],
): RawBuilder<unknown> {
  const names = Object.keys(shape)
  const json = storableJson(rows.map((row) => names.map((name) => row[name] ?? null)))
  const picked = names.map((name, i) => {
    const at = sql`value ->> ${sql.lit(i)}`
    const typed = backend === 'postgres' && shape[name] === 'integer' ? sql`(${at})::bigint` : at
    return sql`${typed} as ${sql.ref(name)}`
  })
  return backend === 'sqlite'
    ? sql`(select ${sql.join(picked)} from json_each(${json}))`
    : sql`(select ${sql.join(picked)} from jsonb_array_elements(${json}::jsonb))`
}

/** `JSON.stringify` escapes what must not be there; few texts have an escape that looks like it. */
function storableJson(rows: readonly (readonly (string | number | null)[])[]): string {
  const json = JSON.stringify(rows)
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json
  const clean = (value: string | number | null) =>
    typeof value === 'string' ? value.replace(/[\0\p{Surrogate}]/gu, '\ufffd') : value
  return JSON.stringify(rows.map((row) => row.map(clean)))
}
