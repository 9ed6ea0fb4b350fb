import type { FilledTemplate, Template, TemplateButton } from './templates.ts'

/** Parameters are written `{{1}}` or `{{name}}`. Meta wants lower-case names; whatever else it lets through is one too. */
const parameter = /\{\{\s*([^\s{}]+)\s*\}\}/g

/** What of a template is shown; the API's form of it has nulls where ours has nothing. */
interface Shown {
  readonly header?: Template['header'] | null
  readonly body: string
  readonly footer?: string | null | undefined
  readonly buttons: readonly {
    readonly type: TemplateButton['type']
    readonly text: string
    readonly url?: string | undefined
    readonly phone?: string | undefined
    readonly longest?: number | undefined
  }[]
}

/**
 * The keys that must be filled in, each once, in the order in which a person reads them: `header.1`, `body.first_name`,
 * `button.0`. A button takes one value at most, so its key is its place among the buttons.
 */
export function parametersOf(template: Pick<Template, 'header' | 'body' | 'buttons'>): string[] {
  return [
    ...(template.header?.format === 'text' ? keysOf('header', template.header.text) : []),
    ...keysOf('body', template.body),
    ...template.buttons.flatMap((button, i) => {
      const open = button.type === 'copy_code' || (button.type === 'url' && keysOf('', button.url).length > 0)
      return open ? [`button.${i}`] : []
    }),
  ]
}

/** The text of one part with its values put in; a parameter without a value stays as it is written. */
export function fillIn(part: 'header' | 'body', text: string, values: FilledTemplate['values']): string {
  return text.replace(parameter, (written, name: string) => values[`${part}.${name}`] || written)
}

/** How many characters the value of a key may have. */
export function longestValue({ buttons }: Pick<Shown, 'buttons'>, key: string): number {
  const button = key.startsWith('button.') ? buttons[Number(key.slice('button.'.length))] : undefined
  return button?.longest ?? 1_024
}

export type ValueFault = 'missing' | 'too_long' | 'not_one_line'

/**
 * Why a value cannot be sent, if so; spaces around it do not count. Meta takes no line breaks, no tabs and no more than four
 * spaces in a row.
 */
export function valueFault(value: string | undefined, longest: number): ValueFault | undefined {
  const trimmed = value?.trim() ?? ''
  if (trimmed === '') return 'missing'
  if (trimmed.length > longest) return 'too_long'
  return /[\p{Cc}\p{Zl}\p{Zp}]| {5}/u.test(trimmed) ? 'not_one_line' : undefined
}

/** A template's words as the customer will see them. `opens` of a button: the address, number or code behind it. */
export interface TemplatePreview {
  readonly header: string | undefined
  readonly body: string
  readonly footer: string | undefined
  readonly buttons: readonly {
    readonly type: TemplateButton['type']
    readonly text: string
    readonly opens: string | undefined
  }[]
}

/** The template with its values put in; parameters without a value stay as they are written. */
export function previewOf(template: Shown, values: FilledTemplate['values']): TemplatePreview {
  const { header, body, footer, buttons } = template
  return {
    header: header?.format === 'text' ? fillIn('header', header.text, values) : undefined,
    body: fillIn('body', body, values),
    footer: footer || undefined,
    buttons: buttons.map((button, i) => ({
      type: button.type,
      text: button.text,
      opens: opensOf(button, values[`button.${i}`]),
    })),
  }
}

function opensOf(
  { type, url, phone }: Shown['buttons'][number],
  value: string | undefined,
): string | undefined {
  switch (type) {
    case 'url':
      return url?.replace(parameter, (written) => value || written)
    case 'phone':
      return phone
    case 'copy_code':
      return value || undefined
    default:
      return undefined
  }
}

function keysOf(part: string, text: string): string[] {
  return [...new Set(Array.from(text.matchAll(parameter), ([, name]) => `${part}.${name}`))]
}
