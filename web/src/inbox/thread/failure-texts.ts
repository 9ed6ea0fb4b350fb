import i18n from 'i18next'
import type { Message } from '../../../../src/contract/api/conversations.ts'

type Failure = NonNullable<Message['failure']>

/** The failure in the reader's language; the gateway's own words for a code that is newer than this page. */
export function failureTexts(failure: Failure): { title: string; remedy: string } {
  const key = `failure.${failure.code}`
  if (!i18n.exists(`${key}.title`)) return failure
  return {
    title: i18n.t(`${key}.title` as 'failure.send_failed.title'),
    remedy: i18n.t(`${key}.remedy` as 'failure.send_failed.remedy'),
  }
}
