import { Input, InputGroup } from '@chakra-ui/react'
import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'

interface Props {
  value: string
  onValue: (value: string) => void
  ref?: Ref<HTMLInputElement>
}

/** Looks for names, numbers and words as one types. Escape empties it, then leaves it. */
export function SearchField({ value, onValue, ref }: Props) {
  const { t } = useTranslation()
  return (
    <InputGroup
      startElement={<Search size={15} aria-hidden />}
      startElementProps={{ ps: '2.5', color: 'fg.subtle' }}
      endElementProps={{ px: '1' }}
      endElement={
        value !== '' && (
          <IconButton size="2xs" label={t('inbox.clear_search')} onClick={() => onValue('')}>
            <X />
          </IconButton>
        )
      }
    >
      <Input
        ref={ref}
        type="search"
        role="searchbox"
        ps="8"
        h="8"
        variant="subtle"
        placeholder={t('inbox.search')}
        aria-label={t('inbox.search')}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          if (value !== '') onValue('')
          else event.currentTarget.blur()
        }}
        css={{ '&::-webkit-search-cancel-button': { display: 'none' } }}
      />
    </InputGroup>
  )
}
