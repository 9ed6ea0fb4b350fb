import { Button, Flex, Text } from '@chakra-ui/react'
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { FormError } from '../../ui/form-error.tsx'

interface Props {
  error: unknown
  /** A better sentence than the error's own. */
  errorText?: string
  saving: boolean
  dirty: boolean
  /** The words on the button that saves. */
  submit: string
  onSubmit: () => void
  onCancel: () => void
  /** Keeps the buttons at the lower edge, for forms that fill the page. */
  sticky?: boolean
  children: ReactNode
}

const stuck = {
  position: 'sticky',
  bottom: '0',
  mb: '-16',
  py: '3',
  bg: 'bg',
  borderTopWidth: '1px',
  zIndex: 'docked',
} as const

/** A page's form with its buttons, A refused save takes the focus to the first bad field. */
export function FormBar(props: Props) {
  const { error, errorText, saving, dirty, submit, onSubmit, onCancel, children } = props
  const { sticky = true } = props
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error) focusFirstFault(form.current)
  }, [error])
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
    requestAnimationFrame(() => focusFirstFault(form.current))
  }
  return (
    <form ref={form} onSubmit={send} noValidate>
      {children}
      <Flex gap="2" align="center" wrap="wrap" mt="8" {...(sticky ? stuck : {})}>
        <Button type="submit" loading={saving} disabled={!dirty}>
          {submit}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Flex flex="1" minW="14rem">
          {errorText === undefined ? (
            <FormError error={error} />
          ) : (
            <Text role="alert" color="fg.error">
              {errorText}
            </Text>
          )}
        </Flex>
      </Flex>
    </form>
  )
}

function focusFirstFault(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  // In the middle, where the bar below does not cover it.
  field?.scrollIntoView({ block: 'center' })
  field?.focus({ preventScroll: true })
}
