import { SegmentedMessage } from 'sms-segments-calculator'

export interface SegmentCount {
  segments: number
  encoding: 'GSM-7' | 'UCS-2'
  /** Characters that make the text UCS-2, each once; none in a GSM-7 text. */
  costly: string[]
}

/** How many SMS parts a text takes, and why. */
export function countSegments(text: string): SegmentCount {
  const counted = new SegmentedMessage(text)
  return {
    segments: counted.segmentsCount,
    encoding: counted.encodingName,
    costly: [...new Set(counted.getNonGsmCharacters())],
  }
}

/** A text shorter than this is one part in any encoding: nothing to tell. */
const shortCharacters = 60

/** The count where the writer should know it (more than one part, or near it); null where it does not matter. */
export function notableSegments(text: string): SegmentCount | null {
  if (text.length < shortCharacters) return null
  const count = countSegments(text)
  return count.segments > 1 || text.length > 140 || count.encoding === 'UCS-2' ? count : null
}
