import { randomBytes, randomInt } from 'node:crypto'
import Telnyx from 'telnyx'
import { describe, expect, test } from 'vitest'
import { telnyx } from '../../providers/telnyx/index.ts'
import { vendor } from '../../providers/telnyx/sandbox.ts'
import { startSandbox } from '../../sandbox/server.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

/** Whether the SDK takes it; its `unwrap` answers a promise, and judges by the clock of now. */
async function sdkTakes(body: string, headers: Record<string, string>, key: string): Promise<boolean> {
  const client = new Telnyx({ apiKey: 'x', publicKey: key })
  return client.webhooks.unwrap(body, { headers }).then(
    () => true,
    () => false,
  )
}

function weTake(body: string, headers: Record<string, string>, public_key: string, receivedAt = Date.now()) {
  const channel = channelWith({ api_key: 'x', public_key })
  return telnyx.verify(
    { method: 'POST', url: channel.webhookUrl, headers, body: Buffer.from(body), receivedAt },
    channel,
  ).ok
}

describe('signatures', () => {
  test('of the key of RFC 8032, section 7.1, test 1, over a body with escapes and raw UTF-8', () => {
    const body =
      '{"data":{"event_type":"message.received","id":"evt-1","payload":{"id":"msg-1","text":"Gr\\u00fc\\u00dfe 👋"}}}'
    const headers = {
      'telnyx-timestamp': '1795226400',
      'telnyx-signature-ed25519':
        '78gNeHtw+qcwAyHyobb8r1ZP5n3yaH3vVHcLNvAIXSTSEuODQ0jG1NdAhhM9GR9MVsvXkQxb49CcIH8XBwXSCw==',
    }
    const key = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='
    expect(weTake(body, headers, key, 1_795_226_430_000)).toBe(true)
    expect(weTake(JSON.stringify(JSON.parse(body)), headers, key, 1_795_226_430_000)).toBe(false)
  })

  test('are judged as by the SDK: 100 random bodies, spoilt in turn', async () => {
    for (let i = 0; i < 100; i++) {
      const account = vendor.account(() => randomBytes(8).toString('hex'))
      const key = String(account.public_key)
      const body = JSON.stringify({ text: randomBytes(30).toString('latin1') })
      const headers: Record<string, string> = { ...vendor.sign(Buffer.from(body), account, '') }
      const name = ['telnyx-signature-ed25519', 'telnyx-timestamp', ''][i % 3] ?? ''
      const value = headers[name]
      if (value) {
        const at = randomInt(value.length)
        headers[name] = value.slice(0, at) + String(randomInt(10)) + value.slice(at + 1)
      }
      const sent = i % 7 === 0 ? `${body} ` : body
      expect(weTake(sent, headers, key)).toBe(await sdkTakes(sent, headers, key))
      if (i % 21 === 2) expect(weTake(sent, headers, key)).toBe(true)
    }
  })
})

test('the reference travels in the address of the receipts', async () => {
  const sandbox = await startSandbox({ port: 0, lines: [{ id: 'line', provider: 'telnyx' }] })
  const { io, close } = ioFor(sandbox.url)
  const { api_base_url, credentials } = sandbox.lines.get('line')!.view(sandbox.url)
  const message = {
    ...{
      reference: '7.1',
      from: '+12025550123',
      to: '+12025550101',
      text: 'Hello',
      media: [],
      maybeRepeat: false,
    },
    statusUrl: 'http://127.0.0.1:9/hook?ref=7.1',
  }
  await telnyx.send(message, channelWith({ ...credentials, api_base_url }), io)
  expect(sandbox.ledger.entries.at(-1)?.reference).toBe('7.1')
  await close()
  await sandbox.close()
})
