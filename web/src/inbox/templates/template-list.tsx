import { Badge, Box, Button, Flex, Input, NativeSelect, Stack, Text } from '@chakra-ui/react'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { withoutSigns } from './format-parts.ts'
import { categoryName, languageName, statusName, unsendableText } from './template-words.ts'

interface Props {
  templates: readonly ApiTemplate[]
  marketingStopped: boolean
  /** How high the list grows before it scrolls. */
  maxH?: string | undefined
  /** The template that gets the focus: one comes back from it. */
  focusOn: number | null
  onChoose: (template: ApiTemplate) => void
}

/** Templates to choose from, by name, words, language and category; those that cannot be sent with the reason. */
export function TemplateList({ templates, marketingStopped, maxH = '15rem', focusOn, onChoose }: Props) {
  const { t, i18n } = useTranslation()
  const [search, setSearch] = useState('')
  const [language, setLanguage] = useState('')
  const [category, setCategory] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = templates.filter(
    (one) =>
      (language === '' || one.language === language) &&
      (category === '' || one.category === category) &&
      `${one.name} ${one.body}`.toLowerCase().includes(wanted),
  )
  const choices = (of: 'language' | 'category') => [...new Set(templates.map((one) => one[of]))].sort()
  return (
    <Stack gap="2" minH="0">
      <Flex gap="2" wrap="wrap">
        <Input
          flex={{ base: '1 1 100%', md: '1' }}
          minW="10rem"
          type="search"
          placeholder={t('template.search')}
          aria-label={t('template.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Filter
          label={t('template.language')}
          any={t('template.any_language')}
          value={language}
          onChange={setLanguage}
          choices={choices('language').map((code) => [code, languageName(code, i18n.language)])}
        />
        <Filter
          label={t('template.category')}
          any={t('template.any_category')}
          value={category}
          onChange={setCategory}
          choices={choices('category').map((one) => [one, categoryName(one, t)])}
        />
      </Flex>
      <Stack
        role="list"
        aria-label={t('template.list')}
        gap="0"
        overflowY="auto"
        maxH={maxH}
        mx="-2"
        tabIndex={-1}
      >
        {found.length === 0 && (
          <Text color="fg.muted" px="2" py="3">
            {t(templates.length === 0 ? 'template.none' : 'template.none_found')}
          </Text>
        )}
        {found.map((one) => (
          <Box role="listitem" key={one.id}>
            <TemplateRow
              template={one}
              refusal={refusalOf(one, marketingStopped, t)}
              autoFocus={one.id === focusOn}
              onChoose={() => onChoose(one)}
            />
          </Box>
        ))}
      </Stack>
    </Stack>
  )
}

interface FilterProps {
  label: string
  any: string
  value: string
  onChange: (value: string) => void
  choices: readonly (readonly [string, string])[]
}

function Filter({ label, any, value, onChange, choices }: FilterProps) {
  if (choices.length < 2) return null
  return (
    <NativeSelect.Root size="xs" w="auto" maxW="11rem">
      <NativeSelect.Field aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{any}</option>
        {choices.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </NativeSelect.Field>
      <NativeSelect.Indicator />
    </NativeSelect.Root>
  )
}

interface RowProps {
  template: ApiTemplate
  /** Why it cannot be sent; null where it can. */
  refusal: string | null
  autoFocus: boolean
  onChoose: () => void
}

function TemplateRow({ template, refusal, autoFocus, onChoose }: RowProps) {
  const { t, i18n } = useTranslation()
  const { status } = template
  const sendable = refusal === null
  return (
    <Button
      variant="ghost"
      autoFocus={autoFocus}
      focusVisibleRing="inside"
      w="100%"
      h="auto"
      px="2"
      py="1.5"
      justifyContent="flex-start"
      textAlign="start"
      whiteSpace="normal"
      fontWeight="normal"
      aria-disabled={!sendable}
      color={sendable ? undefined : 'fg.muted'}
      cursor={sendable ? undefined : 'not-allowed'}
      onClick={sendable ? onChoose : undefined}
    >
      <Box minW="0" flex="1">
        <Flex gap="2" align="center" wrap="wrap">
          <Text fontWeight="medium" overflowWrap="anywhere">
            {visibleText(template.name)}
          </Text>
          <Text textStyle="xs" color="fg.muted">
            {languageName(template.language, i18n.language)}
          </Text>
          <Badge bg="bg.emphasized" color="fg.muted">
            {categoryName(template.category, t)}
          </Badge>
          {status !== 'approved' && <Badge colorPalette="orange">{statusName(status, t)}</Badge>}
        </Flex>
        <Text
          textStyle="xs"
          color={sendable ? 'fg.muted' : 'fg.warning'}
          lineClamp={sendable ? 1 : undefined}
        >
          {refusal ?? visibleText(withoutSigns(template.body))}
        </Text>
      </Box>
    </Button>
  )
}

function refusalOf(template: ApiTemplate, marketingStopped: boolean, t: TFunction): string | null {
  if (!template.sendable) return unsendableText(template, t)
  return marketingStopped && template.category === 'marketing' ? t('template.marketing_stopped') : null
}
