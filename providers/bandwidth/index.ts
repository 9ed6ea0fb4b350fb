import type { Provider } from '../../src/contract/provider.ts'
import { check } from './check.ts'
import { fields, protection } from './fields.ts'
import { limits } from './limits.ts'
import { mediaAccess } from './media-access.ts'
import { parse } from './parse.ts'
import { send } from './send.ts'
import { verify } from './verify.ts'

/** Bandwidth's Messaging API v2. What is known of it, and from where, is in this folder's README. */
export const bandwidth: Provider = {
  id: 'bandwidth',
  name: 'Bandwidth',
  summary: {
    en: 'SMS and MMS through the Bandwidth Messaging API, with delivery receipts.',
    zh: '通过 Bandwidth Messaging API 收发短信与彩信，支持送达回执。',
  },
  addressKind: 'tel',
  starts: 'business',
  optOut: 'us',
  fields,
  limits,
  protection,
  verify,
  parse,
  send,
  check,
  mediaAccess,
}
