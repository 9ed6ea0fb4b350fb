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
