import { createHmac } from 'node:crypto'

const CONTACTS = 2_000
const filler = 'Thank you for the parcel, it came this morning and all is well with it. '

let serial = 0

/**
 * Whole HTTP requests, made and signed before the clock runs: texts of the generic SMS API in bodies of about 1 KB, each
 * with an id of its own, from a pool of 2,000 contacts.
 */
export function signedWebhooks(path: string, secret: string, sender: string, count: number): Buffer[] {
  const receivedAt = new Date().toISOString().replace('Z', '+00:00')
  return Array.from({ length: count }, () => {
    const number = ++serial
    const payload = {
      id: `bench-${process.pid}-${number}`,
      record_type: 'message',
      from: { phone_number: `+1202555${String(1_000 + ((number * 7_919) % CONTACTS)).padStart(4, '0')}` },
      to: [{ phone_number: sender }],
      text: filler.repeat(10).slice(0, 700) + number,
      media: [],
      received_at: receivedAt,
      direction: 'inbound',
      organization_id: 'b3f7c2a0-52f4-4f8e-9a43-6f0f4ad3b1de',
    }
    const body = Buffer.from(JSON.stringify({ data: { event_type: 'message.received', payload } }))
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    const head = [
      `POST ${path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      'User-Agent: Carrier/1.0',
      'Accept: */*',
      `X-Signature-256: sha256=${signature}`,
      `Content-Length: ${body.length}`,
    ]
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
  })
}
