import type { Provider } from '../../src/contract/provider.ts'
import { check } from './check.ts'
import { fields, protection } from './fields.ts'
import { limits } from './limits.ts'
import { parse } from './parse.ts'
import { send } from './send.ts'
import { verify } from './verify.ts'

/** VoiceMeUp's SMS and MMS, API v1.1 in JSON. What is known of it, and what is inferred, is in this folder's README. */
export const voicemeup: Provider = {
  id: 'voicemeup',
  name: 'VoiceMeUp',
  summary: {
    en: 'SMS and MMS through VoiceMeUp (Canada and the US). No delivery receipts are known.',
    zh: '通过 VoiceMeUp（加拿大与美国）收发短信与彩信；未见其提供送达回执。',
  },
  addressKind: 'tel',
  starts: 'business',
  optOut: 'us',
  fields,
  limits,
  protection,
  verify,
  parse,
  // What VoiceMeUp wants is not published; 200 is what every integration answers.
  ack: () => ({ status: 200 }),
  send,
  check,
}
