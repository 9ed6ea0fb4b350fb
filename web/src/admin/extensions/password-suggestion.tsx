import { Code, Flex } from '@chakra-ui/react'
import { Dices } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FormField } from '../../ui/form-field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { suggestPassword } from './suggest-password.ts'

interface Props {
  value: string
  onValue: (value: string) => void
  error: string | undefined
}

/** A password made here, to be handed to its owner: shown now and never again. */
export function PasswordSuggestion({ value, onValue, error }: Props) {
  const { t } = useTranslation()
  return (
    <FormField label={t('person.password')} help={t('admin.extensions.password_help')} error={error}>
      <Flex align="center" gap="1" bg="bg.muted" rounded="l2" pl="3" pr="1" py="1" maxW="100%">
        <Code bg="transparent" color="fg" p="0" textStyle="sm" overflowWrap="anywhere" userSelect="all">
          {value}
        </Code>
        <CopyButton text={value} />
        <IconButton
          size="2xs"
          label={t('admin.extensions.another_password')}
          onClick={() => onValue(suggestPassword())}
        >
          <Dices />
        </IconButton>
      </Flex>
    </FormField>
  )
}
