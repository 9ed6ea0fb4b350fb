import type { Conversation } from '../../../../src/contract/api/conversations.ts'

interface Sized {
  readonly name: string
  readonly bytes: number | null
  readonly content_type: string
}

/** The first thing in a draft that the channel would refuse; the numbers are those to tell. Null where there is none. */
export type OverLimits =
  | { readonly kind: 'text_too_long' | 'too_many_files'; readonly count: number }
  | { readonly kind: 'files_too_large'; readonly bytes: number }
  | { readonly kind: 'file_too_large'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'file_type'; readonly name: string; readonly type: string }

/** Judges a draft as the gateway will. */
export function overLimits(
  text: string,
  files: readonly Sized[],
  limits: Conversation['limits'],
): OverLimits | null {
  if (!limits) return null
  if (text.length > limits.text_characters) return { kind: 'text_too_long', count: limits.text_characters }
  if (limits.files !== null && files.length > limits.files)
    return { kind: 'too_many_files', count: limits.files }
  for (const { name, bytes, content_type: type } of files) {
    if (limits.file_types && !limits.file_types.some((one) => fits(one, type))) {
      return { kind: 'file_type', name, type }
    }
    const most =
      Object.entries(limits.file_bytes_of).find(([one]) => fits(one, type))?.[1] ?? limits.file_bytes
    if ((bytes ?? 0) > most) return { kind: 'file_too_large', name, bytes: most }
  }
  const total = limits.file_bytes_total
  const sum = files.reduce((all, { bytes }) => all + (bytes ?? 0), 0)
  return total !== null && sum > total ? { kind: 'files_too_large', bytes: total } : null
}

const fits = (pattern: string, type: string) =>
  pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
