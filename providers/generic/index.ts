import type { Provider } from '../../src/contract/provider.ts'
import { check } from './check.ts'
import { fields, protection } from './fields.ts'
import { limits } from './limits.ts'
import { parse } from './parse.ts'
import { send } from './send.ts'
import { verify } from './verify.ts'

/** Any carrier that implements the generic SMS API. The wire contract is in this folder's README. */
export const generic: Provider = {
  id: 'generic',
  name: 'Generic SMS API',
  summary: {
    en: 'Any carrier that speaks the generic SMS API: texts and files both ways, signed webhooks.',
    zh: '任何支持通用短信 API 的运营商：双向文本与文件，Webhook 带签名。',
  },
  addressKind: 'tel',
  starts: 'business',
  fields,
  limits,
  protection,
  verify,
  parse,
  send,
  check,
}
