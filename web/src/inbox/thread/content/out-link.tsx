import { Link, Text } from '@chakra-ui/react'
import type { ReactNode } from 'react'
import { hiddenHost, safeUrl } from '../../../lib/safe-url.ts'
import { visibleText } from '../../../lib/visible-text.ts'

/** A link to an address that a stranger chose: plain words where it may not be followed. */
export function OutLink({ href, children }: { href: string; children: ReactNode }) {
  const safe = safeUrl(href)
  if (safe === null) return <Text>{visibleText(href)}</Text>
  const host = hiddenHost(href)
  return (
    <Link
      href={safe}
      target="_blank"
      rel="noopener noreferrer nofollow"
      color="brand.fg"
      textDecoration="underline"
      textUnderlineOffset="2px"
      display="inline"
      overflowWrap="anywhere"
    >
      {children}
      {host && ` (${host})`}
    </Link>
  )
}
