import type { Provider } from '../../src/contract/provider.ts'
import { answerChallenge } from '../../src/lib/meta/challenge.ts'
import { metaProtection, verifyMeta } from '../../src/lib/meta/signature.ts'
import { check } from './check.ts'
import { fields } from './fields.ts'
import { limits } from './limits.ts'
import { mediaAccess } from './media-access.ts'
import { parse } from './parse.ts'
import { send } from './send.ts'
import { signal } from './signal.ts'
import { listTemplates } from './templates.ts'

/** WhatsApp Business Platform, Cloud API. Facts and their sources are in this folder's README. */
export const whatsapp: Provider = {
  id: 'whatsapp',
  name: 'WhatsApp',
  summary: {
    en: 'WhatsApp through the Cloud API of Meta: answers within 24 hours, templates at any time.',
    zh: '通过 Meta 的 Cloud API 接入 WhatsApp：24 小时内自由回复，随时发送模板。',
  },
  addressKind: 'whatsapp',
  senderHelp: {
    en: 'The phone number ID, not the number itself. The check lists those of the account.',
    zh: '请填写电话号码编号（phone number ID），而不是号码本身。检查结果会列出该账户的编号。',
  },
  starts: 'business',
  window: { hours: 24, afterwards: 'template' },
  takes: ['location', 'reaction', 'reply'],
  refusalStatus: 403,
  fields,
  limits,
  protection: metaProtection,
  verify: verifyMeta,
  parse,
  // Meta asks for a plain 200.
  ack: () => ({ status: 200 }),
  challenge: answerChallenge,
  send,
  check,
  listTemplates,
  signal,
  mediaAccess,
}
