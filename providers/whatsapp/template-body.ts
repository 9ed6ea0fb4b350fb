import type { LocationContent } from '../../src/contract/content.ts'
import type { OutboundMedia } from '../../src/contract/outbound.ts'
import { parametersOf } from '../../src/contract/template-text.ts'
import type { FilledTemplate, Template } from '../../src/contract/templates.ts'
import type { FileRef } from './send-body.ts'

/**
 * A filled-in template as it is sent: only what was left open is named, part by part. Source:
 * developers.facebook.com/documentation/business-messaging/whatsapp/templates/components and the coupon and copy-code pages,
 * read 2026-11-21.
 */
export function templateOf(
  { template, values }: FilledTemplate,
  file: FileRef | undefined,
  media: OutboundMedia | undefined,
  location: LocationContent | undefined,
): object {
  const header = headerOf(template, values, file, media, location)
  const body = textParameters(template, 'body', values)
  const components = [
    ...(header.length > 0 ? [{ type: 'header', parameters: header }] : []),
    ...(body.length > 0 ? [{ type: 'body', parameters: body }] : []),
    ...buttonsOf(template, values),
  ]
  return {
    name: template.name,
    language: { code: template.language },
    ...(components.length > 0 ? { components } : {}),
  }
}

type Values = FilledTemplate['values']

function headerOf(
  template: Template,
  values: Values,
  file: FileRef | undefined,
  media: OutboundMedia | undefined,
  location: LocationContent | undefined,
): object[] {
  const format = template.header?.format
  if (format === 'text') return textParameters(template, 'header', values)
  if (format === 'location' && location) {
    const { latitude, longitude, name, address } = location
    return [{ type: 'location', location: { latitude, longitude, name, address } }]
  }
  if (format === undefined || format === 'location' || !file) return []
  const filename = format === 'document' && media ? { filename: media.name } : {}
  return [{ type: format, [format]: { ...file, ...filename } }]
}

/** In the order of the numbers, or by name; a number that the text repeats counts once. */
function textParameters(template: Template, part: 'header' | 'body', values: Values): object[] {
  const keys = parametersOf(template).filter((key) => key.startsWith(`${part}.`))
  const named = template.parameterFormat === 'named'
  const ordered = named ? keys : keys.toSorted((a, b) => numberOf(a) - numberOf(b))
  return ordered.map((key) => ({
    type: 'text',
    ...(named ? { parameter_name: key.slice(part.length + 1) } : {}),
    text: values[key] ?? '',
  }))
}

const numberOf = (key: string) => Number(key.slice(key.indexOf('.') + 1))

function buttonsOf(template: Template, values: Values): object[] {
  const open = new Set(parametersOf(template))
  return template.buttons.flatMap((button, i): object[] => {
    const value = values[`button.${i}`] ?? ''
    if (!open.has(`button.${i}`)) return []
    return button.type === 'copy_code'
      ? [buttonOf('copy_code', i, { type: 'coupon_code', coupon_code: value })]
      : [buttonOf('url', i, { type: 'text', text: value })]
  })
}

const buttonOf = (subType: string, index: number, parameter: object) => ({
  type: 'button',
  sub_type: subType,
  index: String(index),
  parameters: [parameter],
})
