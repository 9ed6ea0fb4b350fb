import { Field } from '@chakra-ui/react'
import type { ReactNode } from 'react'

interface Props {
  label: string
  help?: string | undefined
  error?: string | undefined
  required?: boolean
  /** Shows that it is required, where other fields of the form are not. */
  marked?: boolean
  children: ReactNode
}

/** One labelled control of a form, with its help and its error. */
export function FormField({ label, help, error, required = false, marked = false, children }: Props) {
  return (
    <Field.Root invalid={error !== undefined} required={required}>
      <Field.Label>
        {label}
        {marked && <Field.RequiredIndicator />}
      </Field.Label>
      {children}
      {error !== undefined ? (
        <Field.ErrorText>{error}</Field.ErrorText>
      ) : (
        help && <Field.HelperText>{help}</Field.HelperText>
      )}
    </Field.Root>
  )
}
