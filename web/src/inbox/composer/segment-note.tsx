import { Text } from '@chakra-ui/react'
import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { visibleText } from '../../lib/visible-text.ts'
import { notableSegments } from './segments.ts'

interface Props {
  text: string
  sender: { address: string; receives: boolean; smart_encoding: boolean }
}

/** With its country code, or a short code; the ids of chats are longer. */
const isNumber = (address: string) => /^(tel:)?(\+\d+|\d{3,8})$/.test(address)
const some = (characters: readonly string[]) => visibleText(characters.slice(0, 5).join(' '))

/** How many SMS parts the text will take, where that matters; nothing for senders that send no SMS. */
export function SegmentNote({ text, sender }: Props) {
  const { t } = useTranslation()
  const smart = sender.smart_encoding
  const isSms = isNumber(sender.address) || !sender.receives
  const shown = useDeferredValue(text)
  const count = useMemo(() => (isSms ? notableSegments(shown, smart) : null), [shown, isSms, smart])
  if (count === null) return null
  const words = t('composer.segments', { count: count.segments })
  return (
    <Text textStyle="2xs" color="fg.muted" ms="1" truncate>
      {words} · {count.encoding}
      {count.costly.length > 0 && ` (${some(count.costly)})`}
      {count.replaced.length > 0 && ` · ${t('composer.replaced', { characters: some(count.replaced) })}`}
    </Text>
  )
}
