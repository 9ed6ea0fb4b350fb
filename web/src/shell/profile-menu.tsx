import { Box, Menu, Portal, Text } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { KeyRound, LogOut, Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api } from '../api/client.ts'
import { type Locale, locales, setLocale } from '../i18n.ts'
import { type Preferences, setPreferences, usePreferences } from '../lib/preferences.ts'
import { signOut, useMe } from '../session/me.ts'
import { PersonMark } from '../ui/person-mark.tsx'
import { toastProblem } from '../ui/toaster.tsx'

const modes = ['system', 'light', 'dark'] as const

/** The person's own menu: language, colours, account, sign out. */
export function ProfileMenu() {
  const { t, i18n } = useTranslation()
  const { extension, version, handset_url } = useMe()
  const { colorMode } = usePreferences()
  const [, navigate] = useLocation()
  const leave = useMutation({ mutationFn: signOut, onError: toastProblem })
  const speak = (locale: Locale) => {
    void setLocale(locale, true)
    // The account remembers it for the next browser; this one has it already.
    void api('/me', { method: 'PATCH', body: { locale } }).catch(toastProblem)
  }
  return (
    <Menu.Root positioning={{ placement: 'right-end' }} lazyMount unmountOnExit>
      <Menu.Trigger
        aria-label={t('profile.menu', { name: extension.name })}
        rounded="full"
        cursor="pointer"
        focusVisibleRing="outside"
      >
        <PersonMark name={extension.name} seed={`ext:${extension.id}`} sizePx={32} />
      </Menu.Trigger>
      <Portal>
        <Menu.Positioner>
          <Menu.Content minW="15rem">
            <Box px="2" pt="1" pb="2">
              <Text fontWeight="semibold">{extension.name}</Text>
              <Text color="fg.muted" textStyle="xs">
                {extension.number} · {t(`role.${extension.role}`)}
              </Text>
            </Box>
            <Menu.Separator />
            <Menu.RadioItemGroup
              value={i18n.language}
              onValueChange={(details) => speak(details.value as Locale)}
            >
              <Menu.ItemGroupLabel>{t('profile.language')}</Menu.ItemGroupLabel>
              {Object.entries(locales).map(([locale, name]) => (
                <Menu.RadioItem key={locale} value={locale} closeOnSelect={false}>
                  {name}
                  <Menu.ItemIndicator />
                </Menu.RadioItem>
              ))}
            </Menu.RadioItemGroup>
            <Menu.Separator />
            <Menu.RadioItemGroup
              value={colorMode}
              onValueChange={(details) =>
                setPreferences({ colorMode: details.value as Preferences['colorMode'] })
              }
            >
              <Menu.ItemGroupLabel>{t('profile.colors')}</Menu.ItemGroupLabel>
              {modes.map((mode) => (
                <Menu.RadioItem key={mode} value={mode} closeOnSelect={false}>
                  {t(`profile.color_${mode}`)}
                  <Menu.ItemIndicator />
                </Menu.RadioItem>
              ))}
            </Menu.RadioItemGroup>
            <Menu.Separator />
            {handset_url && (
              <Menu.Item value="handset" asChild>
                <a href={handset_url} target="_blank" rel="noopener noreferrer">
                  <Smartphone size={16} aria-hidden /> {t('profile.handset')}
                </a>
              </Menu.Item>
            )}
            <Menu.Item value="account" onClick={() => navigate('/account')}>
              <KeyRound size={16} aria-hidden /> {t('profile.account')}
            </Menu.Item>
            <Menu.Item value="sign-out" onClick={() => leave.mutate()}>
              <LogOut size={16} aria-hidden /> {t('profile.sign_out')}
            </Menu.Item>
            <Text px="2" pt="1.5" pb="0.5" color="fg.subtle" textStyle="2xs">
              Trunkline {version}
            </Text>
          </Menu.Content>
        </Menu.Positioner>
      </Portal>
    </Menu.Root>
  )
}
