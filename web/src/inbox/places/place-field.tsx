import { Input, Stack } from '@chakra-ui/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { placeIn } from '../../lib/map-link.ts'
import { FormField } from '../../ui/form-field.tsx'
import type { ChosenPlace } from './chosen-place.ts'

interface Props {
  place: ChosenPlace | null
  error: string | undefined
  onChange: (place: ChosenPlace | null) => void
}

/** A place, from a pasted map link or from its latitude and longitude; with a name and an address for the customer. */
export function PlaceField({ place, error, onChange }: Props) {
  const { t } = useTranslation()
  const [pasted, setPasted] = useState('')
  const read = placeIn(pasted)
  const fault = typeof read === 'string' && pasted.trim() !== '' ? t(`template.place_${read}`) : error
  const set = (text: string) => {
    setPasted(text)
    const found = placeIn(text)
    const { name, address } = place ?? {}
    onChange(
      typeof found === 'string'
        ? null
        : { ...(name ? { name } : {}), ...found, ...(address ? { address } : {}) },
    )
  }
  return (
    <Stack gap="3">
      <FormField label={t('template.header_location')} help={t('template.place_help')} error={fault} required>
        <Input
          autoComplete="off"
          placeholder="40.7128, -74.0060"
          value={pasted}
          onChange={(event) => set(event.target.value)}
        />
      </FormField>
      {place && (
        <>
          <FormField label={t('template.place_name')}>
            <Input
              autoComplete="off"
              maxLength={1000}
              value={place.name ?? ''}
              onChange={({ target }) => onChange({ ...place, name: target.value })}
            />
          </FormField>
          <FormField label={t('template.place_address')}>
            <Input
              autoComplete="off"
              maxLength={1000}
              value={place.address ?? ''}
              onChange={({ target }) => onChange({ ...place, address: target.value })}
            />
          </FormField>
        </>
      )}
    </Stack>
  )
}
