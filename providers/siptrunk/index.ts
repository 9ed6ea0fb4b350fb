import type { Provider } from '../../src/contract/provider.ts'
import { check } from './check.ts'
import { fields, protection } from './fields.ts'
import { limits } from './limits.ts'
import { parse } from './parse.ts'
import { send } from './send.ts'
import { verify } from './verify.ts'

/** SIPTRUNK's messaging. Hardly anything is published; what is known, and what is inferred, is in this folder's README. */
export const siptrunk: Provider = {
  id: 'siptrunk',
  name: 'SIPTRUNK',
  summary: {
    en: 'SMS and MMS through SIPTRUNK (BCM One). No delivery receipts are known.',
    zh: '通过 SIPTRUNK（BCM One）收发短信与彩信；未见其提供送达回执。',
  },
  addressKind: 'tel',
  starts: 'business',
  optOut: 'us',
  fields,
  limits,
  protection,
  verify,
  parse,
  // A known integration answers exactly 200; anything else may be sent again (inferred).
  ack: () => ({ status: 200 }),
  send,
  check,
}
