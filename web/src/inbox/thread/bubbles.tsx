import { Flex, Stack, Text } from '@chakra-ui/react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { useMe } from '../../session/me.ts'
import { PersonMark } from '../../ui/person-mark.tsx'
import { ContactMark } from '../contact-mark.tsx'
import { Bubble } from './bubble.tsx'
import type { MessageGroup } from './group.ts'

const markPx = 26

interface Props {
  group: MessageGroup
  contact: Conversation['contact']
}

/** Messages of one author that came together. Only the last one tells its time, unless something is the matter. */
export function Bubbles({ group, contact }: Props) {
  const { t } = useTranslation()
  const out = group.direction === 'out'
  const { extension } = useMe()
  const author = authorName(group, t)
  const known = !out || (group.author.type === 'extension' && group.author.id === extension.id)
  return (
    <Flex
      gap="2"
      direction={out ? 'row-reverse' : 'row'}
      align="flex-end"
      px={{ base: '3', md: '5' }}
      pt="2.5"
    >
      {out ? (
        <PersonMark name={author} seed={`ext:${group.author.id}`} sizePx={markPx} mb="4.5" />
      ) : (
        <ContactMark contact={contact} sizePx={markPx} mb="4.5" />
      )}
      <Stack gap="1" align={out ? 'flex-end' : 'flex-start'} minW="0" maxW={{ base: '84%', lg: '70%' }}>
        <Text textStyle="xs" color="fg.muted" px="1" srOnly={known}>
          {author}
        </Text>
        {group.messages.map((message, index) => (
          <Bubble
            key={message.id}
            message={message}
            last={index === group.messages.length - 1}
            formatted={contact.address_kind === 'whatsapp'}
          />
        ))}
      </Stack>
    </Flex>
  )
}

function authorName({ author }: MessageGroup, t: TFunction): string {
  if (author.type === 'elsewhere') return t('message.elsewhere')
  if (author.type === 'api' && author.name === '') return t('message.api')
  if (author.type === 'system' && author.name === '') return t('message.system')
  return visibleText(author.name)
}
