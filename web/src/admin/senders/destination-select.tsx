import { NativeSelect } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { Destination } from '../../../../src/contract/api/common.ts'
import type { Extension, Queue } from '../../../../src/contract/api/people.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { destinationKey, destinationOf } from './destinations.ts'

interface Props {
  value: Destination | null
  onValue: (destination: Destination | null) => void
  people: readonly Extension[]
  queues: readonly Queue[]
}

/** Chooses where new conversations go: nobody, the API, a queue or a person. */
export function DestinationSelect({ value, onValue, people, queues }: Props) {
  const { t } = useTranslation()
  const ownId = value?.type === 'extension' ? value.id : undefined
  const choices = people.filter(({ id, active }) => active || id === ownId)
  return (
    <NativeSelect.Root>
      <NativeSelect.Field
        value={destinationKey(value)}
        onChange={(event) => onValue(destinationOf(event.target.value))}
      >
        <option value="">{t('admin.sender.nobody')}</option>
        <option value="api">{t('admin.sender.api')}</option>
        <optgroup label={t('nav.queues')}>
          {queues.map(({ id, name }) => (
            <option key={id} value={`queue:${id}`}>
              {visibleText(name)}
            </option>
          ))}
        </optgroup>
        <optgroup label={t('nav.extensions')}>
          {choices.map(({ id, name, number }) => (
            <option key={id} value={`extension:${id}`}>
              {`${number} ${visibleText(name)}`}
            </option>
          ))}
        </optgroup>
      </NativeSelect.Field>
      <NativeSelect.Indicator />
    </NativeSelect.Root>
  )
}
