import type { Provider } from '../../src/contract/provider.ts'
import { check } from './check.ts'
import { defaultMediaText, fields, protection } from './fields.ts'
import { limits } from './limits.ts'
import { parse } from './parse.ts'
import { send } from './send.ts'
import { verify } from './verify.ts'

/** Apidaze's REST messaging (Sangoma, VoIP Innovations). What is known of it, and what is inferred, is in this folder's README. */
export const apidaze: Provider = {
  id: 'apidaze',
  name: 'Apidaze',
  summary: {
    en: 'SMS and MMS through Apidaze (Sangoma, VoIP Innovations). It sends no delivery receipts.',
    zh: '通过 Apidaze（Sangoma、VoIP Innovations）收发短信与彩信；不提供送达回执。',
  },
  addressKind: 'tel',
  starts: 'business',
  optOut: 'us',
  fields,
  mediaText: defaultMediaText,
  limits,
  protection,
  verify,
  parse,
  // Anything but 200 is sent again. Source: EC-SH/3cx-SMS-VI-Connector, read 2026-11-21.
  ack: () => ({ status: 200 }),
  send,
  check,
}
