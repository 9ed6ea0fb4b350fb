import type { Media, NewMessage } from '../../../../src/contract/api/conversations.ts'
import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import { longestValue, type ValueFault, valueFault } from '../../../../src/contract/template-text.ts'
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

/** What keeps it from being sent, by key, in the order of the form; `header` is its file or place. */
export function faultsOf(template: ApiTemplate, draft: TemplateDraft): ReadonlyMap<string, ValueFault> {
  const format = template.header?.format
  const header =
    format === undefined || format === 'text' ? true : format === 'location' ? draft.place : draft.file
  const faults = new Map<string, ValueFault>(header ? [] : [['header', 'missing']])
  for (const key of template.parameters) {
    const fault = valueFault(draft.values[key], longestValue(template, key))
    if (fault) faults.set(key, fault)
  }
  return faults
}
