import { Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import { bytesText } from '../../lib/bytes.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { OverLimits } from './over-limits.ts'

/** Why the draft cannot be sent on this channel. */
export function LimitsNote({ over }: { over: OverLimits | null }) {
  const { t } = useTranslation()
  if (!over) return null
  const values = {
    ...over,
    ...('bytes' in over ? { size: bytesText(over.bytes) } : {}),
    ...('name' in over ? { name: visibleText(over.name) } : {}),
  }
  return (
    <Text role="alert" textStyle="xs" color="fg.error" px="3" pt="2">
      {t(`composer.${over.kind}`, values)}
    </Text>
  )
}
