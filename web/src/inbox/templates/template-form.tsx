import { Box, Button, Flex, Heading, Input, Stack, Text } from '@chakra-ui/react'
import { ArrowLeft, SendHorizontal } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import { longestValue, previewOf } from '../../../../src/contract/template-text.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { FormField } from '../../ui/form-field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { locationOf } from '../places/chosen-place.ts'
import { emptyDraft, type FilledTemplate, faultsOf, type TemplateDraft } from './filled.ts'
import { HeaderField } from './header-field.tsx'
import { HeaderView } from './header-view.tsx'
import { TemplateBubble } from './template-bubble.tsx'
import { fieldName, languageName } from './template-words.ts'

interface Props {
  template: ApiTemplate
  sending?: boolean | undefined
  onBack: () => void
  onSend: (filled: FilledTemplate) => void
}

/** Fills one template in, beside what the customer will see. Whatever is missing or wrong is named when one sends. */
export function TemplateForm({ template, sending = false, onBack, onSend }: Props) {
  const { t, i18n } = useTranslation()
  const [draft, setDraft] = useState(emptyDraft)
  const [asked, setAsked] = useState(false)
  const headingId = useId()
  const section = useRef<HTMLDivElement>(null)
  // The row that was chosen is gone, and the focus with it.
  useEffect(() => focusOn(section.current), [])
  const keys = template.parameters
  const faults = faultsOf(template, draft)
  const missing = [...faults].flatMap(([key, fault]) => (fault === 'missing' ? [key] : []))
  const error = (key: string) => {
    const fault = asked ? faults.get(key) : undefined
    const most = longestValue(template, key).toLocaleString(i18n.language)
    return fault && t(`template.fault.${fault}`, { most })
  }
  const preview = previewOf(template, draft.values)
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction', style: 'narrow' })
  const names = list.format(missing.map((key) => fieldName(key, template, t)))
  const send = () => {
    setAsked(true)
    if (faults.size > 0) focusOn(section.current, [...faults.keys()][0])
    else if (!sending) onSend(filled(template, draft, preview.body))
  }
  return (
    <Stack as="section" ref={section} tabIndex={-1} outline="none" gap="3" aria-labelledby={headingId}>
      <Flex align="center" gap="2">
        <IconButton label={t('template.back')} size="2xs" boxSize="7" onClick={onBack}>
          <ArrowLeft />
        </IconButton>
        <Heading as="h3" id={headingId} size="sm" overflowWrap="anywhere">
          {visibleText(template.name)}
        </Heading>
        <Text textStyle="xs" color="fg.muted">
          {languageName(template.language, i18n.language)}
        </Text>
      </Flex>
      <Flex gap="5" direction={{ base: 'column', lg: 'row' }}>
        <Stack flex="1" minW="0" gap="3">
          <Box data-key="header" _empty={{ display: 'none' }}>
            <HeaderField
              header={template.header}
              draft={draft}
              error={error('header')}
              onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
            />
          </Box>
          {keys.map((key) => (
            <Box key={key} data-key={key}>
              <FormField label={fieldName(key, template, t)} error={error(key)} required>
                <Input
                  autoComplete="off"
                  value={draft.values[key] ?? ''}
                  onChange={({ target }) =>
                    setDraft((now) => ({ ...now, values: { ...now.values, [key]: target.value } }))
                  }
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                    event.preventDefault()
                    send()
                  }}
                />
              </FormField>
            </Box>
          ))}
          {keys.length === 0 && (!template.header || template.header.format === 'text') && (
            <Text color="fg.muted">{t('template.nothing_to_fill')}</Text>
          )}
        </Stack>
        <Box as="figure" flex="1" minW="0" role="group" aria-label={t('template.preview')}>
          <Text as="figcaption" textStyle="xs" color="fg.muted" mb="1.5">
            {t('template.preview')}
          </Text>
          <TemplateBubble
            preview={preview}
            header={<HeaderView header={template.header} file={draft.file} place={draft.place} />}
          />
        </Box>
      </Flex>
      <Flex
        align="center"
        justify="flex-end"
        gap="3"
        wrap="wrap"
        // In view however long the form is, over the padding below it, which is 5 wherever forms stand.
        position="sticky"
        bottom="-5"
        bg="bg.panel"
        pt="2"
        pb="5"
        mb="-5"
      >
        <Text role="status" color="fg.error" textStyle="xs">
          {asked && missing.length > 0 && t('template.missing', { names })}
        </Text>
        <Button loading={sending} onClick={send}>
          <SendHorizontal /> {t('composer.send')}
        </Button>
      </Flex>
    </Stack>
  )
}

/** Puts the focus on the control of a key, else on the first, else on the form itself. */
function focusOn(form: HTMLElement | null, key?: string): void {
  const which = key === undefined ? '[data-key]' : `[data-key="${CSS.escape(key)}"]`
  const control = form?.querySelector<HTMLElement>(`${which} :is(input:not([hidden]), button)`)
  const target = control ?? form
  target?.focus()
}

function filled(template: ApiTemplate, { values, file, place }: TemplateDraft, text: string): FilledTemplate {
  return {
    template: {
      id: template.id,
      values: Object.fromEntries(template.parameters.map((key) => [key, values[key]?.trim() ?? ''])),
      ...(place ? { location: locationOf(place) } : {}),
    },
    text,
    media: file ? [file] : [],
  }
}
