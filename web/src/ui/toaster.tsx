import { Toaster as ChakraToaster, createToaster, Stack, Toast } from '@chakra-ui/react'
import { problemText } from '../api/problem.ts'

const toaster = createToaster({ placement: 'bottom-start', pauseOnPageIdle: true, max: 4 })

export const toastDone = (title: string): unknown =>
  toaster.create({ title, type: 'success', duration: 3000 })
/** Tells of a failed call in the reader's language. */
export const toastProblem = (error: unknown): unknown =>
  toaster.create({ title: problemText(error), type: 'error', duration: 7000 })

/** Where short notices appear; once per page. */
export function Toaster() {
  return (
    <ChakraToaster toaster={toaster} insetInline={{ mdDown: '4' }}>
      {(toast) => (
        <Toast.Root
          width={{ md: 'sm' }}
          py="2.5"
          px="3.5"
          rounded="l2"
          bg="bg.panel"
          color="fg"
          borderWidth="1px"
          boxShadow="lg"
        >
          <Toast.Indicator
            boxSize="4.5"
            mt="0.5"
            color={toast.type === 'error' ? 'fg.error' : 'fg.success'}
          />
          <Stack gap="0.5" flex="1" maxWidth="100%">
            <Toast.Title textStyle="sm">{toast.title}</Toast.Title>
          </Stack>
          <Toast.CloseTrigger />
        </Toast.Root>
      )}
    </ChakraToaster>
  )
}
