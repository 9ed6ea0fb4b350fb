import { Button, Flex } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'

interface Props {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

/** Loads the next page of a list; nothing where there is none. Takes what an infinite query answers. */
export function MoreButton({ hasNextPage, isFetchingNextPage, fetchNextPage }: Props) {
  const { t } = useTranslation()
  if (!hasNextPage) return null
  return (
    <Flex justify="center" mt="4">
      <Button variant="outline" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t('admin.more')}
      </Button>
    </Flex>
  )
}
