import { z } from 'zod'

/**
 * A string from outside: no NUL characters (PostgreSQL cannot store them), and halves of surrogate pairs, which a
 * carrier makes by cutting a text inside an emoji, replaced by U+FFFD so that what is stored is what was checked.
 */
export const wireText = z
  .string()
  .refine((text) => !text.includes('\0'), 'holds a NUL character')
  .transform((text) => text.replace(/\p{Surrogate}/gu, '\ufffd'))

/**
 * Where a vendor may write a text of digits as a number: that text. A whole number beyond 2^53 has lost digits when it was
 * read, so that two ids may have become one: it stays a number, which is no text.
 */
export function digitsOf(value: unknown): unknown {
  const lost = Number.isInteger(value) && !Number.isSafeInteger(value)
  return typeof value === 'number' && !lost ? String(value) : value
}

/** The same, where a vendor may write a text of digits as a number. */
export const wireWord = z.preprocess(digitsOf, wireText)

/** What a person wrote, less what databases cannot keep: a message is not lost over a character. */
export const personText = z
  .string()
  .transform((text) => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd'))

/** The first thing wrong with a value, with its place: `data.payload.to[0].phone_number: not an E.164 number`. */
export function firstIssue(error: z.ZodError, below: readonly string[] = []): string {
  const issue = error.issues[0]!
  const path = [...below, ...issue.path].reduce<string>((sofar, step) => {
    if (typeof step === 'number') return `${sofar}[${step}]`
    return sofar ? `${sofar}.${String(step)}` : String(step)
  }, '')
  const words = issue.message.endsWith('received undefined') ? 'missing' : issue.message
  return `${path || 'The body'}: ${words}`
}
