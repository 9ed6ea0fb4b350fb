import { Flex, Menu, Portal, Text } from '@chakra-ui/react'
import { Ellipsis } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { type AppPage, isWithin } from './pages.ts'

/** On phones: the pages that have no place of their own in the bar. */
export function MorePages({ pages }: { pages: readonly AppPage[] }) {
  const { t } = useTranslation()
  const [location, navigate] = useLocation()
  const active = pages.some((page) => isWithin(location, page))
  return (
    <Menu.Root positioning={{ placement: 'top' }} lazyMount unmountOnExit>
      <Menu.Trigger asChild>
        <Flex
          as="button"
          hideFrom="md"
          direction="column"
          align="center"
          gap="0.5"
          minW="16"
          px="1"
          py="1.5"
          rounded="l3"
          cursor="pointer"
          color={active ? 'brand.fg' : 'fg.muted'}
          bg={active ? 'brand.muted' : undefined}
          focusVisibleRing="inside"
        >
          <Ellipsis size={19} strokeWidth={active ? 2.1 : 1.8} aria-hidden />
          <Text textStyle="2xs" fontWeight={active ? 'semibold' : 'medium'}>
            {t('nav.more')}
          </Text>
        </Flex>
      </Menu.Trigger>
      <Portal>
        <Menu.Positioner>
          <Menu.Content minW="11rem">
            {pages.map((page) => (
              <Menu.Item key={page.path} value={page.path} onClick={() => navigate(page.path)}>
                <page.icon size={16} aria-hidden /> {t(page.label as 'nav.inbox')}
              </Menu.Item>
            ))}
          </Menu.Content>
        </Menu.Positioner>
      </Portal>
    </Menu.Root>
  )
}
