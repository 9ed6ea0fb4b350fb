import { Text } from '@chakra-ui/react'
import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { visibleText } from '../../lib/visible-text.ts'
import { notableSegments } from './segments.ts'

const isNumber = (address: string) => /^(tel:)?\+?\d+$/.test(address)

/** How many SMS parts the text will take, where that matters; nothing for senders that are no numbers. */
export function SegmentNote({ text, address }: { text: string; address: string }) {
  const { t } = useTranslation()
  const shown = useDeferredValue(text)
  const count = useMemo(() => (isNumber(address) ? notableSegments(shown) : null), [shown, address])
  if (count === null) return null
  const words = t('composer.segments', { count: count.segments })
  const costly = count.costly.slice(0, 5).join(' ')
  return (
    <Text textStyle="2xs" color="fg.muted" ms="1" truncate>
      {words} · {count.encoding}
      {costly !== '' && ` (${visibleText(costly)})`}
    </Text>
  )
}
