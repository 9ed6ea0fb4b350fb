import { generic } from '../../providers/generic/index.ts'
import type { Signal } from '../../src/contract/outbound.ts'
import type { Provider } from '../../src/contract/provider.ts'
import type { Template } from '../../src/contract/templates.ts'

export const chatSender = 'page-1'
export const chatContact = '+12025550101'

export const offer: Template = {
  providerTemplateId: '1',
  name: 'autumn_offer',
  language: 'en_US',
  category: 'marketing',
  status: 'approved',
  parameterFormat: 'positional',
  header: { format: 'text', text: 'Hello {{1}}' },
  body: 'We have {{1}} for {{2}}.',
  footer: 'Acme',
  buttons: [
    { type: 'quick_reply', text: 'Yes' },
    { type: 'url', text: 'Shop', url: 'https://acme.example/{{1}}' },
  ],
  unsupported: [],
}

/** What the vendor lists; a test changes it. */
export const vendor: { templates: Template[]; failed: string | undefined; signals: Signal[] } = {
  signals: [],
  templates: [offer],
  failed: undefined,
}

/** A chat without a vendor: a window of a day and, where the channel says so, of a week; webhooks hold events as they are. */
export const chat: Provider = {
  ...generic,
  id: 'chat',
  name: 'Chat',
  addressKind: 'whatsapp',
  starts: 'business',
  window: { hours: 24, extended: { hours: 168, field: 'human_agent' }, afterwards: 'template' },
  fields: [
    ...generic.fields,
    {
      name: 'human_agent',
      type: 'boolean',
      default: false,
      label: { en: 'Human agent', zh: '人工客服' },
      help: { en: 'Agreed to by the vendor.', zh: '服务商已批准。' },
    },
  ],
  takes: ['location', 'reaction', 'reply'],
  limits: {
    ...generic.limits,
    mediaPerMessage: { value: 1, source: 'test' },
    mediaBytesOf: { value: { 'image/*': 1_000 }, source: 'test' },
    perContact: { value: { everyMs: 6_000, burst: 20 }, source: 'test' },
    captions: { value: { types: ['image/*'], characters: 20 }, source: 'test' },
  },
  signal: async (signal) => {
    vendor.signals.push(signal)
  },
  listTemplates: async () =>
    vendor.failed === undefined
      ? { ok: true, templates: [...vendor.templates] }
      : { ok: false, failed: vendor.failed },
  verify: () => ({ ok: true }),
  parse: (request) => ({ ok: true, events: JSON.parse(Buffer.from(request.body).toString()) }),
}
