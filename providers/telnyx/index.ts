import type { Provider } from '../../src/contract/provider.ts'
import { check } from './check.ts'
import { fields, protection } from './fields.ts'
import { limits } from './limits.ts'
import { parse } from './parse.ts'
import { send } from './send.ts'
import { verify } from './verify.ts'

/** Telnyx Messaging API v2, SMS and MMS. Facts and their sources are in this folder's README. */
export const telnyx: Provider = {
  id: 'telnyx',
  name: 'Telnyx',
  summary: {
    en: 'SMS and MMS through the Telnyx Messaging API v2, with signed webhooks.',
    zh: '通过 Telnyx Messaging API v2 收发短信与彩信，Webhook 带签名。',
  },
  addressKind: 'tel',
  starts: 'business',
  optOut: 'vendor',
  refusalStatus: 403,
  fields,
  limits,
  protection,
  verify,
  parse,
  send,
  check,
}
