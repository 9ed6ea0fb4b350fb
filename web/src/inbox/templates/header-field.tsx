import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import { PlaceField } from '../places/place-field.tsx'
import type { TemplateDraft } from './filled.ts'
import { HeaderFileField } from './header-file-field.tsx'

interface Props {
  header: ApiTemplate['header']
  draft: TemplateDraft
  error: string | undefined
  onChange: (change: Partial<TemplateDraft>) => void
}

/** The file or the place above a template's words; nothing where it has neither. */
export function HeaderField({ header, draft, error, onChange }: Props) {
  if (!header || header.format === 'text') return null
  if (header.format === 'location') {
    return <PlaceField place={draft.place} error={error} onChange={(place) => onChange({ place })} />
  }
  return <HeaderFileField format={header.format} error={error} onChange={(file) => onChange({ file })} />
}
