import type { HttpReply } from '../../src/contract/provider.ts'

const emptyTwiml: HttpReply = {
  status: 200,
  contentType: 'text/xml; charset=utf-8',
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
}

/**
 * TwiML that says nothing. Any text in another type would go out to the customer as a reply.
 * Source: www.twilio.com/docs/messaging/guides/webhook-request, read 2026-11-21.
 */
export const ack = (): HttpReply => emptyTwiml
