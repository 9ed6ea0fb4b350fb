import type { Media, NewMessage } from '../../../../src/contract/api/conversations.ts'
import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import type { ChosenPlace } from '../places/chosen-place.ts'

/** What somebody has filled in so far. */
export interface TemplateDraft {
  readonly values: Readonly<Record<string, string>>
  readonly file: Media | null
  readonly place: ChosenPlace | null
}

export const emptyDraft: TemplateDraft = { values: {}, file: null, place: null }

/** A template that can be sent: what the API takes, and what the bubble shows meanwhile. */
export interface FilledTemplate {
  readonly template: NonNullable<NewMessage['template']>
  readonly text: string
  readonly media: readonly Media[]
}

/** The keys that still lack a value, in the order of the form; `header` is its file or place. */
export function missingKeys(template: ApiTemplate, draft: TemplateDraft): string[] {
  const format = template.header?.format
  const header =
    format === undefined || format === 'text' ? true : format === 'location' ? draft.place : draft.file
  return [...(header ? [] : ['header']), ...template.parameters.filter((key) => !draft.values[key]?.trim())]
}
