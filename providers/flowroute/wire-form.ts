import type { Channel } from '../../src/contract/provider.ts'
import { withoutPlus } from '../../src/lib/bare-number.ts'
import { isVersion22 } from './fields.ts'

/**
 * A number as the API version wants it: 11 digits in v2.1, E.164 in v2.2. The MMS pages contradict themselves; their examples
 * follow this rule. Source: developer.flowroute.com (send-an-sms, both versions), read 2026-11-21.
 */
export const wireNumber = (address: string, channel: Channel) =>
  isVersion22(channel) ? address : withoutPlus(address)

/** The text as it is sent. Source: "curly quotes are known to cause errors", developer.flowroute.com (send-an-sms). */
export const wireBody = (text: string, channel: Channel) =>
  channel.values.straighten_quotes === false ? text : text.replace(/[‘’‚‛]/g, "'").replace(/[“”„‟]/g, '"')
