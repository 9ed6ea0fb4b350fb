import { generic } from '../../providers/generic/index.ts'
import type { Provider } from '../../src/contract/provider.ts'

export const chatSender = 'page-1'
export const chatContact = '+12025550101'

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
  verify: () => ({ ok: true }),
  parse: (request) => ({ ok: true, events: JSON.parse(Buffer.from(request.body).toString()) }),
}
