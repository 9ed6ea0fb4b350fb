import { Button } from '@chakra-ui/react'
import { Paperclip } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Media } from '../../../../src/contract/api/conversations.ts'
import { FormField } from '../../ui/form-field.tsx'
import { AttachmentRow } from '../composer/attachment-row.tsx'
import { useAttachments } from '../composer/use-attachments.ts'

/** What the vendor takes above a template; anything that a person may call a document. */
const taken = {
  image: 'image/jpeg,image/png',
  video: 'video/mp4,video/3gpp',
  document: undefined,
} as const

interface Props {
  format: keyof typeof taken
  error: string | undefined
  onChange: (file: Media | null) => void
}

/** One file, uploaded as it is chosen; another one takes its place. */
export function HeaderFileField({ format, error, onChange }: Props) {
  const { t } = useTranslation()
  const { attachments, add, clear, remove } = useAttachments([])
  const picker = useRef<HTMLInputElement>(null)
  const file = attachments[0]?.media ?? null
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each file
  useEffect(() => onChange(file), [file?.id])
  return (
    <FormField label={t(`template.header_${format}`)} error={error} required>
      <input
        ref={picker}
        type="file"
        hidden
        accept={taken[format]}
        onChange={({ target }) => {
          clear()
          add([...(target.files ?? [])].slice(0, 1))
          target.value = ''
        }}
      />
      {attachments.length === 0 ? (
        <Button variant="outline" alignSelf="flex-start" onClick={() => picker.current?.click()}>
          <Paperclip /> {t('template.choose_file')}
        </Button>
      ) : (
        <AttachmentRow attachments={attachments} onRemove={remove} />
      )}
    </FormField>
  )
}
