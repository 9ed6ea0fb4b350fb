import { Input, InputGroup } from '@chakra-ui/react'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './icon-button.tsx'

interface Props {
  value: string
  onValue: (value: string) => void
  autoComplete: 'current-password' | 'new-password'
  minLength?: number
}

/** A password's field, which shows what was typed when asked. */
export function PasswordInput({ value, onValue, autoComplete, minLength }: Props) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  return (
    <InputGroup
      endElementProps={{ px: '0.5' }}
      endElement={
        <IconButton
          size="2xs"
          label={shown ? t('person.hide_password') : t('person.show_password')}
          onClick={() => setShown(!shown)}
        >
          <Icon />
        </IconButton>
      }
    >
      <Input
        type={shown ? 'text' : 'password'}
        autoComplete={autoComplete}
        spellCheck={false}
        {...(minLength === undefined ? {} : { minLength })}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
    </InputGroup>
  )
}
