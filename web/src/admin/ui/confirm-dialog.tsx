import { Button, Stack, Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'

interface Props {
  open: boolean
  onClose: () => void
  title: string
  /** What will happen, and what cannot be undone. */
  text: string
  confirm: string
  onConfirm: () => void
  pending?: boolean
  error?: unknown
  danger?: boolean
}

/** Asks once more before something that cannot be taken back. */
export function ConfirmDialog(props: Props) {
  const { t } = useTranslation()
  const { open, onClose, title, text, confirm, onConfirm, pending = false, error, danger = true } = props
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button variant="outline" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button {...(danger ? { colorPalette: 'red' } : {})} loading={pending} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      <Stack gap="3">
        <FormError error={error} />
        <Text color="fg.muted">{text}</Text>
      </Stack>
    </Dialog>
  )
}
