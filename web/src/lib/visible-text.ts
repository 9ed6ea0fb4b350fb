/**
 * Characters that people cannot see, or that reorder what they see: controls, format characters (zero width, soft
 * hyphen, bidirectional marks, overrides, isolates, tags), line separators, and letters that are drawn as nothing.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u17B4\u17B5\u3164\uFFA0]/gu
/** Of those, the ones that are plain writing: tab, line breaks, and Arabic signs that are drawn. */
const plain = /[\t\n\r\u0600-\u0605\u06DD]/
const emoji = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F/u

/**
 * The text with every hidden or reordering character replaced by its code point in brackets, so that a name, link or
 * file name looks like what it is: `invoice\u202Efdp.exe` becomes `invoice[U+202E]fdp.exe`. The joiner stays where it
 * holds an emoji together.
 */
export function visibleText(text: string): string {
  return text.replace(hidden, (character, offset: number) =>
    plain.test(character) || (character === '\u200D' && joinsEmoji(text, offset))
      ? character
      : mark(character),
  )
}

function joinsEmoji(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 2), offset)
  const after = String.fromCodePoint(text.codePointAt(offset + 1) ?? 0)
  return emoji.test(before) && emoji.test(after)
}

const mark = (character: string): string =>
  `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`
