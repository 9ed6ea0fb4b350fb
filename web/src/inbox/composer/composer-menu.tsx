import { Menu, Portal } from '@chakra-ui/react'
import { Settings2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { setPreferences, usePreferences } from '../../lib/preferences.ts'
import { IconButton } from '../../ui/icon-button.tsx'

/** How the composer behaves for this person. */
export function ComposerMenu() {
  const { t } = useTranslation()
  const { enterSends } = usePreferences()
  return (
    <Menu.Root positioning={{ placement: 'top-start' }} lazyMount unmountOnExit>
      <Menu.Trigger asChild>
        <IconButton label={t('composer.settings')} size="2xs" boxSize="7">
          <Settings2 />
        </IconButton>
      </Menu.Trigger>
      <Portal>
        <Menu.Positioner>
          <Menu.Content>
            <Menu.CheckboxItem
              value="enter-sends"
              checked={enterSends}
              onCheckedChange={(checked) => setPreferences({ enterSends: checked })}
            >
              {t('composer.enter_sends')}
              <Menu.ItemIndicator />
            </Menu.CheckboxItem>
          </Menu.Content>
        </Menu.Positioner>
      </Portal>
    </Menu.Root>
  )
}
