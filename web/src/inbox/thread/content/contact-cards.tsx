import { Stack, Text } from '@chakra-ui/react'
import { ContactRound } from 'lucide-react'
import type { MessageContent } from '../../../../../src/contract/api/content.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { ContentCard } from './card.tsx'

type Cards = Extract<MessageContent, { type: 'contacts' }>['cards']

/** People that the contact sent: names, numbers and addresses, to be read and copied. */
export function ContactCards({ cards }: { cards: Cards }) {
  return (
    <Stack gap="1">
      {cards.map((card, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cards of a message never change
        <ContentCard key={place} icon={<ContactRound size={18} aria-hidden />}>
          <Text fontWeight="medium">{visibleText(card.name)}</Text>
          {card.organisation && <Text color="fg.muted">{visibleText(card.organisation)}</Text>}
          {[...card.phones, ...card.emails].map((line) => (
            <Text key={line}>{visibleText(line)}</Text>
          ))}
        </ContentCard>
      ))}
    </Stack>
  )
}
