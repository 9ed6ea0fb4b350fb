import { Flex, Spinner, Text } from '@chakra-ui/react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StreamState } from '../live/stream.ts'

/** A blink of the network is nobody's business; longer than this is told. */
const patienceMs = 2500

/** Tells that what is shown may be old, while the live connection is away. */
export function ConnectionBanner({ state }: { state: StreamState }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (state === 'live') {
      setShown(false)
      return
    }
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [state])
  return (
    <div role="status">
      {shown && (
        <Flex align="center" justify="center" gap="2" py="1" px="4" bg="bg.warning" color="fg.warning">
          <Spinner size="xs" borderWidth="1.5px" />
          <Text textStyle="xs" fontWeight="medium">
            {navigator.onLine ? t('connection.lost') : t('connection.offline')}
          </Text>
        </Flex>
      )}
    </div>
  )
}
