import { Box, Text } from '@chakra-ui/react'
import { visibleText } from '../../lib/visible-text.ts'
import { formatParts } from './format-parts.ts'

const looks = {
  plain: {},
  bold: { fontWeight: 'bold' },
  italic: { fontStyle: 'italic' },
  strike: { textDecoration: 'line-through' },
  mono: { fontFamily: 'mono' },
} as const

/** A text with the signs for bold, italic, struck and fixed-width letters carried out, as the customer's app does. */
export function FormattedText({ text }: { text: string }) {
  return (
    <Text whiteSpace="pre-wrap" overflowWrap="anywhere" textStyle="md" lineHeight="1.45" dir="auto">
      <FormattedWords text={text} />
    </Text>
  )
}

/** The same as part of a text. */
export function FormattedWords({ text }: { text: string }) {
  return formatParts(text).map(({ at, look, words }) => (
    <Box as="span" key={at} {...looks[look]}>
      {visibleText(words)}
    </Box>
  ))
}
