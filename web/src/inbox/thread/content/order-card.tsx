import { Text } from '@chakra-ui/react'
import { ShoppingCart } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MessageContent } from '../../../../../src/contract/api/content.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { ContentCard } from './card.tsx'

type Items = Extract<MessageContent, { type: 'order' }>['items']

/** What the contact ordered: how many of what, and the price where the vendor tells it. */
export function OrderCard({ items }: { items: Items }) {
  const { t } = useTranslation()
  return (
    <ContentCard icon={<ShoppingCart size={18} aria-hidden />}>
      <Text fontWeight="medium">{t('content.order')}</Text>
      {items.map(({ id, quantity, price }) => (
        <Text key={id}>
          {quantity} × {visibleText(id)}
          {price && ` · ${visibleText(price)}`}
        </Text>
      ))}
    </ContentCard>
  )
}
