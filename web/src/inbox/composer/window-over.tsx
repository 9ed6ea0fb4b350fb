import { Flex, Text } from '@chakra-ui/react'
import { TimerOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** In place of the field for writing: nothing may be sent until the contact writes. */
export function WindowOver() {
  const { t } = useTranslation()
  return (
    <Flex
      role="note"
      align="center"
      gap="3"
      mx={{ base: '2', md: '5' }}
      mb={{ base: '2', md: '4' }}
      px="4"
      py="3"
      rounded="l3"
      bg="bg.muted"
      color="fg.muted"
    >
      <TimerOff size={15} aria-hidden style={{ flexShrink: 0 }} />
      <Text>{t('window.over')}</Text>
    </Flex>
  )
}
