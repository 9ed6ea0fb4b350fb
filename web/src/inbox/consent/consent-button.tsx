import { Button } from '@chakra-ui/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { ConsentDialog } from './consent-dialog.tsx'

/** Notes that the contact opted out, or undoes it; nothing for those who may not. */
export function ConsentButton({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { opted_out_at, can, id } = conversation
  const state = opted_out_at === null ? 'out' : 'in'
  if (state === 'out' ? !can.close : !can.opt_in) return null
  return (
    <>
      <Button size="2xs" variant="outline" onClick={() => setOpen(true)}>
        {t(`consent.note_${state}`)}
      </Button>
      {open && <ConsentDialog conversationId={id} state={state} onClose={() => setOpen(false)} />}
    </>
  )
}
