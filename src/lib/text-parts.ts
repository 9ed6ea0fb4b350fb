import { SegmentedMessage } from 'sms-segments-calculator'

/** How a text travels over SMS. */
export interface TextParts {
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
}

/** Counts the SMS segments of a text, with the GSM-7 extension table and concatenation headers. */
export function textParts(text: string): TextParts {
  const counted = new SegmentedMessage(text)
  return {
    encoding: counted.getEncodingName() === 'GSM-7' ? 'GSM-7' : 'UCS-2',
    segments: counted.segmentsCount,
  }
}

/**
 * A text with typographic characters (curly quotes, dashes, ellipses, unusual blanks) in their plain form, where it takes
 * fewer segments so; the text as it is where it does not. The forms are those of Twilio's Smart Encoding, as the library
 * has them; the inbox counts by the same (`web/src/inbox/composer/segments.ts`).
 */
export function plainText(text: string): string {
  const plain = new SegmentedMessage(plainBlanks(text), 'auto', true)
  return plain.segmentsCount < new SegmentedMessage(text).segmentsCount ? plain.graphemes.join('') : text
}

/** The library would make two blanks of one, and leaves two kinds of dash alone. */
const plainBlanks = (text: string) => text.replace(/[\p{Zs}\t]/gu, ' ').replace(/[\u2011\u2012]/g, '-')
