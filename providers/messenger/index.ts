import type { Provider } from '../../src/contract/provider.ts'
import { answerChallenge } from '../../src/lib/meta/challenge.ts'
import { metaProtection, verifyMeta } from '../../src/lib/meta/signature.ts'
import { check } from './check.ts'
import { control } from './control.ts'
import { fields } from './fields.ts'
import { limits } from './limits.ts'
import { parse } from './parse.ts'
import { profile } from './profile.ts'
import { send } from './send.ts'
import { signal } from './signal.ts'

/** Facebook Messenger, for Pages. What is known of it, and from where, is in this folder's README. */
export const messenger: Provider = {
  id: 'messenger',
  name: 'Facebook Messenger',
  summary: {
    en: 'Messages to Facebook Pages: texts, files, reactions and read marks; answers only.',
    zh: 'Facebook 公共主页消息：文本、文件、表情回应与已读状态；仅可回复。',
  },
  addressKind: 'messenger',
  senderHelp: {
    en: 'The Page ID, a number. The check lists the Pages that the token reaches, with their IDs.',
    zh: '公共主页的编号（Page ID），为一串数字。检查结果会列出令牌可访问的主页及其编号。',
  },
  starts: 'contact',
  takes: ['reply', 'reaction'],
  window: { hours: 24, extended: { hours: 168, field: 'human_agent' }, afterwards: 'nothing' },
  fields,
  limits,
  protection: metaProtection,
  verify: verifyMeta,
  parse,
  // Meta wants exactly 200, within five seconds. Source: …/messenger-platform/webhooks, read 2026-11-21.
  ack: () => ({ status: 200, contentType: 'text/plain; charset=utf-8', body: 'EVENT_RECEIVED' }),
  challenge: answerChallenge,
  send,
  check,
  profile,
  signal,
  control,
}
