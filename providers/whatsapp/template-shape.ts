import { z } from 'zod'
import type { Template, TemplateButton, TemplateHeader } from '../../src/contract/templates.ts'
import { isStorable } from '../../src/lib/storable-text.ts'
import { listOf, word } from './shapes.ts'

const button = z.object({ type: word, text: word, url: word, phone_number: word })
const component = z.object({ type: word, format: word, text: word, buttons: listOf(button) })
type Component = z.output<typeof component>

const template = z.object({
  id: word,
  name: z.string().min(1).max(512).refine(isStorable),
  language: z.string().min(1).max(20).refine(isStorable),
  status: word,
  category: word,
  parameter_format: word,
  rejected_reason: word,
  components: listOf(component),
})

/**
 * A template as the account lists it; undefined where it cannot be one. Kinds are written in capitals here and in small
 * letters there. What we cannot send (catalogues, carousels, flows and the like) is named in `unsupported`.
 */
export function readTemplate(raw: unknown): Template | undefined {
  const parsed = template.safeParse(raw)
  if (!parsed.success) return undefined
  const { id, name, language, status, category, parameter_format, rejected_reason, components } = parsed.data
  const byType = (type: string) => components.find((one) => lower(one.type) === type)
  const header = byType('header')
  const buttons = (byType('buttons')?.buttons ?? []).map(buttonOf)
  const body = byType('body')?.text ?? ''
  const word = lower(status) || 'unknown'
  return {
    providerTemplateId: id ?? '',
    name,
    language,
    category: lower(category) || 'unknown',
    status: word,
    reason: reasonOf(word, rejected_reason),
    // Older lists do not say; names tell.
    parameterFormat: (parameter_format ? lower(parameter_format) === 'named' : namesIn(body))
      ? 'named'
      : 'positional',
    header: headerOf(header),
    body,
    footer: byType('footer')?.text || undefined,
    buttons,
    unsupported: unsupportedOf(components, header, buttons, body),
  }
}

const lower = (text: string | null | undefined) => text?.toLowerCase() ?? ''
const namesIn = (text: string) => /\{\{\s*[^\s{}\d]/.test(text)

function headerOf(header: Component | undefined): TemplateHeader | undefined {
  const format = lower(header?.format)
  if (format === 'text') return { format, text: header?.text ?? '' }
  if (format === 'image' || format === 'video' || format === 'document' || format === 'location') {
    return { format }
  }
  return undefined
}

function buttonOf({ type, text, url, phone_number }: z.output<typeof button>): TemplateButton {
  switch (lower(type)) {
    case 'quick_reply':
      return { type: 'quick_reply', text: text ?? '' }
    case 'url':
      return { type: 'url', text: text ?? '', url: url ?? '' }
    case 'phone_number':
      return { type: 'phone', text: text ?? '', phone: phone_number ?? '' }
    case 'copy_code':
      return { type: 'copy_code', text: text || 'Copy code', longest: longestCode }
    default:
      return { type: 'other', text: text ?? '', name: type || 'unknown' }
  }
}

/** Source: …/whatsapp/templates/marketing-templates/coupon-templates, read 2026-11-21. */
const longestCode = 20

/** Buttons that ask nothing of us when the template is sent. */
const silentButtons = new Set(['request_contact_info', 'voice_call', 'call_request'])
const plainComponents = new Set(['header', 'body', 'footer', 'buttons'])

function unsupportedOf(
  components: readonly Component[],
  header: Component | undefined,
  buttons: readonly TemplateButton[],
  body: string,
): string[] {
  const names = [
    ...components
      .filter(({ type }) => !plainComponents.has(lower(type)))
      .map(({ type }) => type || 'unknown'),
    ...(header && !headerOf(header) ? [`HEADER ${header.format ?? ''}`.trim()] : []),
    ...buttons.flatMap((one) =>
      one.type === 'other' && !silentButtons.has(one.name.toLowerCase()) ? [one.name] : [],
    ),
    ...(body ? [] : ['no BODY']),
  ]
  return [...new Set(names)]
}

/** What Meta says of a template that cannot be sent; it writes NONE where there is nothing to say. */
function reasonOf(status: string, rejected: string | null | undefined): string | undefined {
  if (status === 'approved' || !rejected || rejected.toUpperCase() === 'NONE') return undefined
  return rejected
}
