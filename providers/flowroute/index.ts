import type { Provider } from '../../src/contract/provider.ts'
import { check } from './check.ts'
import { fields, protection } from './fields.ts'
import { limits } from './limits.ts'
import { lookUp } from './look-up.ts'
import { parse } from './parse.ts'
import { send } from './send.ts'
import { verify } from './verify.ts'

/** Flowroute's messaging API, v2.1 and v2.2. What is known of it, and from where, is in this folder's README. */
export const flowroute: Provider = {
  id: 'flowroute',
  name: 'Flowroute',
  summary: {
    en: 'SMS and MMS through Flowroute (BCM One), with delivery receipts.',
    zh: '通过 Flowroute（BCM One）收发短信与彩信，支持送达回执。',
  },
  addressKind: 'tel',
  starts: 'business',
  optOut: 'vendor',
  fields,
  limits,
  protection,
  verify,
  parse,
  // Anything but exactly 200 is sent again, four times in all. Source: developer.flowroute.com/docs/receive-an-inbound-message.
  ack: () => ({ status: 200 }),
  send,
  check,
  lookUp,
}
