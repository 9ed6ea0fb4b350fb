import type { Provider } from '../../src/contract/provider.ts'
import { ack } from './ack.ts'
import { check } from './check.ts'
import { fields, mediaAccess, protection } from './fields.ts'
import { limits } from './limits.ts'
import { listInbound } from './list-inbound.ts'
import { lookUp } from './look-up.ts'
import { parse } from './parse.ts'
import { send } from './send.ts'
import { verify } from './verify.ts'

/** Twilio Programmable Messaging, SMS and MMS. Facts and their sources are in this folder's README. */
export const twilio: Provider = {
  id: 'twilio',
  name: 'Twilio',
  summary: {
    en: 'SMS and MMS through Twilio Programmable Messaging, with signed webhooks and Messaging Services.',
    zh: '通过 Twilio Programmable Messaging 收发短信与彩信，Webhook 带签名，支持 Messaging Service。',
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
  ack,
  send,
  check,
  lookUp,
  listInbound,
  mediaAccess,
}
