import type { Limits } from '../../contract/limits.ts'

export interface DraftFile {
  readonly id: number
  readonly contentType: string
}

/** One request's worth of a draft. */
export interface Part {
  readonly text: string | undefined
  readonly mediaIds: readonly number[]
}

/**
 * A draft cut into what the vendor takes at once, in the order in which it is to arrive: a text that the first file can
 * carry goes with it, any other text comes after the files.
 */
export function split(text: string | undefined, files: readonly DraftFile[], limits: Limits): Part[] {
  const { captions, mediaPerMessage } = limits
  if (!captions || files.length === 0) return [{ text, mediaIds: files.map((file) => file.id) }]
  const parts: { text: string | undefined; mediaIds: number[] }[] = []
  for (let at = 0; at < files.length; at += mediaPerMessage.value) {
    const together = files.slice(at, at + mediaPerMessage.value)
    parts.push({ text: undefined, mediaIds: together.map((file) => file.id) })
  }
  if (text === undefined) return parts
  const { types, characters } = captions.value
  const [first] = files
  const carries =
    first && text.length <= characters && types.some((type) => typeMatches(type, first.contentType))
  if (carries && parts[0]) parts[0].text = text
  else parts.push({ text, mediaIds: [] })
  return parts
}

/** Whether a type is the one named, or one of a family named `image/*`. */
export function typeMatches(pattern: string, type: string): boolean {
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}
