import { Box, Checkbox, Flex, Input, Stack, Text } from '@chakra-ui/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Extension } from '../../../../src/contract/api/people.ts'
import { visibleText } from '../../lib/visible-text.ts'

interface Props {
  label: string
  people: readonly Extension[]
  value: readonly number[]
  onValue: (ids: readonly number[]) => void
  error?: string | undefined
}

/** More people than this get a field to search them with. */
const fewPeople = 8

/** Chooses any number of people from a list. Those switched off can only be taken out. */
export function PeoplePicker({ label, people, value, onValue, error }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const choices = people.filter(({ id, active }) => active || value.includes(id))
  const found = choices.filter(({ name, number }) => `${name} ${number}`.toLowerCase().includes(wanted))
  const set = (id: number, on: boolean) =>
    onValue(on ? [...value, id] : value.filter((other) => other !== id))
  return (
    <Box as="fieldset">
      <Flex as="legend" w="100%" fontWeight="medium" mb="1.5" align="baseline" gap="2">
        {label}
        <Text as="span" color="fg.muted" textStyle="xs" fontWeight="normal">
          {t('admin.people.chosen', { count: value.length })}
        </Text>
      </Flex>
      {choices.length > fewPeople && (
        <Input
          mb="1.5"
          placeholder={t('admin.people.search')}
          aria-label={t('admin.people.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <Stack gap="0" borderWidth="1px" rounded="l2" maxH="13rem" overflowY="auto" py="1">
        {found.map(({ id, name, number, active }) => (
          <Checkbox.Root
            key={id}
            px="3"
            py="1.5"
            _hover={{ bg: 'bg.muted' }}
            checked={value.includes(id)}
            onCheckedChange={({ checked }) => set(id, checked === true)}
          >
            <Checkbox.HiddenInput />
            <Checkbox.Control />
            <Checkbox.Label flex="1" minW="0" truncate fontWeight="normal">
              {visibleText(name)}
            </Checkbox.Label>
            <Text color="fg.muted" textStyle="xs" fontVariantNumeric="tabular-nums">
              {active ? number : t('admin.people.off')}
            </Text>
          </Checkbox.Root>
        ))}
        {found.length === 0 && (
          <Text px="3" py="1.5" color="fg.muted">
            {t('admin.people.nobody')}
          </Text>
        )}
      </Stack>
      {error && (
        <Text color="fg.error" textStyle="xs" mt="1" role="alert">
          {error}
        </Text>
      )}
    </Box>
  )
}
