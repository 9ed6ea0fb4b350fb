import type { FilledTemplate, Template } from './templates.ts'

/** Parameters are written `{{1}}` or `{{name}}`. Meta wants lower-case names; whatever else it lets through is one too. */
const parameter = /\{\{\s*([^\s{}]+)\s*\}\}/g

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

function keysOf(part: string, text: string): string[] {
  return [...new Set(Array.from(text.matchAll(parameter), ([, name]) => `${part}.${name}`))]
}
