/**
 * Is this a text that both databases keep as it is? PostgreSQL refuses NUL, SQLite cuts comparisons off at it, and each
 * makes something else of half a surrogate pair.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}
