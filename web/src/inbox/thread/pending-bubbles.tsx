import { Box, Button, Flex, Stack, Text } from '@chakra-ui/react'
import { Clock, FileText, MapPin } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { problemText } from '../../api/problem.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { outbox } from '../composer/outbox.ts'
import type { Pending } from '../composer/outbox-store.ts'
import { PlaceWords } from '../places/place-words.tsx'
import { ContentCard } from './content/card.tsx'
import { MessageText } from './message-text.tsx'

/** What was written here and is not yet with the gateway. */
export function PendingBubbles({ pending, formatted }: { pending: readonly Pending[]; formatted: boolean }) {
  return (
    <Stack gap="1.5" px={{ base: '3', md: '5' }} pt="2" align="flex-end">
      {pending.map((item) => (
        <PendingBubble key={item.clientRef} item={item} formatted={formatted} />
      ))}
    </Stack>
  )
}

function PendingBubble({ item, formatted }: { item: Pending; formatted: boolean }) {
  const { t } = useTranslation()
  const refused = item.state === 'refused'
  return (
    <Stack gap="1" align="flex-end" maxW={{ base: '84%', lg: '70%' }} me="34px">
      {item.media.map((media) => (
        <Flex key={media.id} align="center" gap="2" borderWidth="1px" rounded="l3" px="3" py="2">
          <FileText size={16} aria-hidden />
          <Text>{visibleText(media.name)}</Text>
        </Flex>
      ))}
      {item.location && (
        <ContentCard icon={<MapPin size={18} aria-hidden />}>
          <PlaceWords place={item.location} />
        </ContentCard>
      )}
      {item.text !== '' && (
        <Box bg="brand.muted" opacity={refused ? 0.7 : 0.85} px="3" py="1.5" rounded="14px" maxW="100%">
          <MessageText text={item.text} formatted={formatted} />
        </Box>
      )}
      <Flex align="center" gap="1.5" textStyle="2xs" color={refused ? 'fg.error' : 'fg.subtle'}>
        {refused ? (
          <>
            <Text>{t('pending.refused', { reason: problemText(item.error) })}</Text>
            <Button size="2xs" variant="outline" onClick={() => outbox.retry(item.clientRef)}>
              {t('common.retry')}
            </Button>
            <Button size="2xs" variant="ghost" onClick={() => outbox.discard(item.clientRef)}>
              {t('pending.discard')}
            </Button>
          </>
        ) : (
          <>
            <Clock size={12} aria-hidden />
            <Text>{item.state === 'waiting' ? t('pending.waiting') : t('pending.sending')}</Text>
          </>
        )}
      </Flex>
    </Stack>
  )
}
