import { SegmentedMessage } from 'sms-segments-calculator'

export interface SegmentCount {
  segments: number
  encoding: 'GSM-7' | 'UCS-2'
  /** Characters that make the text UCS-2, each once; none in a GSM-7 text. */
  costly: string[]
  /** Characters that go out in their plain form, each once, because that takes fewer parts. */
  replaced: string[]
}

/** How many SMS parts a text takes, and why. `smart`: the channel sends typographic characters in their plain form. */
export function countSegments(text: string, smart = false): SegmentCount {
  const written = new SegmentedMessage(text)
  const plain = smart ? new SegmentedMessage(plainBlanks(text), 'auto', true) : written
  const sent = plain.segmentsCount < written.segmentsCount ? plain : written
  const costly = distinct(sent)
  return {
    segments: sent.segmentsCount,
    encoding: sent.encodingName,
    costly,
    replaced: sent === written ? [] : distinct(written).filter((character) => !costly.includes(character)),
  }
}

/** As the gateway does before it sends: see `src/lib/text-parts.ts`. */
const plainBlanks = (text: string) => text.replace(/[\p{Zs}\t]/gu, ' ').replace(/[\u2011\u2012]/g, '-')

const distinct = (counted: SegmentedMessage): string[] => [...new Set(counted.getNonGsmCharacters())]

/** A text shorter than this is one part in any encoding: nothing to tell. */
const shortCharacters = 60

/** The count where the writer should know it (more than one part, or near it); null where it does not matter. */
export function notableSegments(text: string, smart = false): SegmentCount | null {
  if (text.length < shortCharacters) return null
  const count = countSegments(text, smart)
  const near = text.length > 140 || count.encoding === 'UCS-2' || count.replaced.length > 0
  return count.segments > 1 || near ? count : null
}
