import { Alert } from '@chakra-ui/react'
import { problemText } from '../api/problem.ts'

/** The error of a whole form; nothing while there is none. */
export function FormError({ error }: { error: unknown }) {
  if (!error) return null
  return (
    <Alert.Root status="error" size="sm" alignItems="center">
      <Alert.Indicator />
      <Alert.Title>{problemText(error)}</Alert.Title>
    </Alert.Root>
  )
}
