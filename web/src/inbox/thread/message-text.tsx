import { Link, Text } from '@chakra-ui/react'
import { Fragment, useMemo } from 'react'
import { hiddenHost, linkify } from '../../lib/safe-url.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { FormattedWords } from '../templates/formatted-text.tsx'

interface Props {
  text: string
  /** The contact's app carries out the signs for bold, italic and the like. */
  formatted?: boolean
}

/** A message's words as they came: line breaks kept, links live and honest, hidden characters shown. */
export function MessageText({ text, formatted = false }: Props) {
  const parts = useMemo(() => {
    let offset = 0
    return linkify(text).map((part) => {
      const key = offset
      offset += part.text.length
      return { ...part, key }
    })
  }, [text])
  return (
    <Text whiteSpace="pre-wrap" overflowWrap="anywhere" textStyle="md" lineHeight="1.45" dir="auto">
      {parts.map(({ key, text: words, href }) =>
        href ? (
          <SafeLink key={key} href={href} words={words} />
        ) : (
          <Fragment key={key}>{formatted ? <FormattedWords text={words} /> : visibleText(words)}</Fragment>
        ),
      )}
    </Text>
  )
}

function SafeLink({ href, words }: { href: string; words: string }) {
  const host = hiddenHost(href) ?? hiddenHost(words.includes('://') ? words : href)
  return (
    <Link
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      color="brand.fg"
      textDecoration="underline"
      textUnderlineOffset="2px"
      display="inline"
    >
      {visibleText(words)}
      {host && ` (${host})`}
    </Link>
  )
}
