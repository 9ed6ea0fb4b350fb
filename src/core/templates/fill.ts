import type { MessageContent } from '../../contract/api/content.ts'
import type { LocationContent } from '../../contract/content.ts'
import {
  longestValue,
  parametersOf,
  previewOf,
  type ValueFault,
  valueFault,
} from '../../contract/template-text.ts'
import type { FilledTemplate, Template } from '../../contract/templates.ts'
import { type BadValue, validationProblem } from '../../contract/validation.ts'
import type { DraftFile } from '../outbound/split.ts'
import { unsendable, unsendableWords } from './sendable.ts'

/** A template as a person fills it in. */
export interface TemplateDraft {
  readonly id: number
  readonly values: Readonly<Record<string, string>>
  readonly location?: LocationContent | undefined
}

const faultWords: Readonly<Record<ValueFault, (longest: number) => string>> = {
  missing: () => 'is missing',
  too_long: (longest) => `has more than ${longest} characters`,
  not_one_line: () => 'must be one line, without more than four spaces in a row',
}

export interface Filled {
  readonly filled: FilledTemplate & { readonly location?: LocationContent | undefined }
  /** What the contact reads. */
  readonly text: string
  /** How it is shown. */
  readonly content: MessageContent
}

/** Puts the values in; refuses what is missing by its name, and a template that cannot be sent. */
export function fillTemplate(template: Template, draft: TemplateDraft, files: readonly DraftFile[]): Filled {
  const bad: BadValue[] = []
  const reason = unsendable(template)
  if (reason) bad.push({ path: 'body.template.id', message: unsendableWords(reason) })
  const values: Record<string, string> = {}
  for (const key of parametersOf(template)) {
    const value = draft.values[key]?.trim() ?? ''
    const longest = longestValue(template, key)
    const fault = valueFault(value, longest)
    if (fault) bad.push({ path: `body.template.values.${key}`, message: faultWords[fault](longest) })
    else values[key] = value
  }
  bad.push(...badHeader(template, draft, files))
  if (bad.length > 0) throw validationProblem(bad)

  const { header, body, footer, buttons } = previewOf(template, values)
  const { location } = draft
  return {
    filled: { template, values, ...(location ? { location } : {}) },
    text: body,
    content: {
      type: 'template',
      name: template.name,
      language: template.language,
      ...(header === undefined ? {} : { header }),
      ...(footer === undefined ? {} : { footer }),
      buttons: buttons.map((button) => button.text),
      ...(location ? { location } : {}),
    },
  }
}

const families = { image: /^image\//, video: /^video\//, document: /./ } as const

function badHeader({ header }: Template, draft: TemplateDraft, files: readonly DraftFile[]): BadValue[] {
  const bad: BadValue[] = []
  const wantsPlace = header?.format === 'location'
  const family =
    header && header.format !== 'text' && header.format !== 'location' ? families[header.format] : undefined
  if (wantsPlace && !draft.location)
    bad.push({
      path: 'body.template.location',
      message: 'is missing: the header of this template is a place',
    })
  if (!wantsPlace && draft.location)
    bad.push({ path: 'body.template.location', message: 'has no place in this template' })
  if (family && (files.length !== 1 || !family.test(files[0]?.contentType ?? '')))
    bad.push({
      path: 'body.media',
      message: `must be one file: the header of this template is a ${header?.format}`,
    })
  if (!family && files.length > 0) bad.push({ path: 'body.media', message: 'has no place in this template' })
  return bad
}
