import { Flex, Kbd, Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'

const shortcuts = [
  { keys: ['j', 'k', '↓', '↑'], words: 'shortcuts.move' },
  { keys: ['Enter'], words: 'shortcuts.open' },
  { keys: ['r'], words: 'shortcuts.reply' },
  { keys: ['c'], words: 'shortcuts.start' },
  { keys: ['/'], words: 'shortcuts.search' },
  { keys: ['Esc'], words: 'shortcuts.leave' },
  { keys: ['?'], words: 'shortcuts.help' },
] as const

/** The keys of the inbox. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog open={open} onClose={onClose} title={t('shortcuts.title')} size="xs">
      {shortcuts.map(({ keys, words }) => (
        <Flex key={words} align="center" justify="space-between" py="1.5">
          <Text>{t(words)}</Text>
          <Flex gap="1">
            {keys.map((key) => (
              <Kbd key={key} size="sm">
                {key}
              </Kbd>
            ))}
          </Flex>
        </Flex>
      ))}
    </Dialog>
  )
}
