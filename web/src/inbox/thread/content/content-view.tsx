import { Text } from '@chakra-ui/react'
import { CircleHelp, Link2, ListChecks } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MessageContent } from '../../../../../src/contract/api/content.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { ContentCard } from './card.tsx'
import { ContactCards } from './contact-cards.tsx'
import { LocationCard } from './location-card.tsx'
import { OrderCard } from './order-card.tsx'
import { OutLink } from './out-link.tsx'

/** What a message holds besides its text and files. A template is drawn by the bubble itself. */
export function ContentView({ content }: { content: MessageContent }) {
  const { t } = useTranslation()
  switch (content.type) {
    case 'location':
      return <LocationCard place={content} />
    case 'contacts':
      return <ContactCards cards={content.cards} />
    case 'order':
      return <OrderCard items={content.items} />
    case 'link':
      return (
        <ContentCard icon={<Link2 size={18} aria-hidden />}>
          {content.title && <Text fontWeight="medium">{visibleText(content.title)}</Text>}
          <OutLink href={content.url}>{visibleText(content.url)}</OutLink>
        </ContentCard>
      )
    case 'choice':
      return (
        <Text display="flex" alignItems="center" gap="1.5" textStyle="xs" color="fg.muted" px="1">
          <ListChecks size={13} aria-hidden />
          {content.description
            ? t('content.chosen_from', { description: visibleText(content.description) })
            : t('content.chosen')}
        </Text>
      )
    case 'unsupported':
      return (
        <ContentCard icon={<CircleHelp size={18} aria-hidden />}>
          <Text>{t('content.unsupported')}</Text>
          {content.name !== 'unsupported' && (
            <Text textStyle="xs" color="fg.muted">
              {visibleText(content.name)}
            </Text>
          )}
        </ContentCard>
      )
    case 'reaction':
      return (
        <Text textStyle="xs" color="fg.muted" px="1">
          {content.emoji === null
            ? t('reaction.taken_back')
            : t('reaction.by_business', { emoji: visibleText(content.emoji) })}
        </Text>
      )
    case 'template':
      return null
  }
}
