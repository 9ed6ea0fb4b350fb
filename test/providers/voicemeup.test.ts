import { expect, test } from 'vitest'
import { voicemeup } from '../../providers/voicemeup/index.ts'
import { vendor } from '../../providers/voicemeup/sandbox.ts'
import { startSandbox } from '../../sandbox/server.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

const channel = channelWith({ username: 'u', auth_token: 't' })
const message = {
  ...{ reference: 'r', from: '+12025550123', to: '+12025550101', text: 'Hello', media: [] },
  ...{ statusUrl: `${channel.webhookUrl}?ref=r`, maybeRepeat: false },
}

test('the token is only checked where the channel asks for it', async () => {
  const { io, close } = ioFor('nowhere')
  expect(await voicemeup.check!(channel, io)).toMatchObject({ status: 'unchecked' })
  await close()
})

test('a lost send that is sent again is taken once: its duplicate is an acceptance, and only its', async () => {
  const sandbox = await startSandbox({ port: 0, lines: [{ id: 'line', provider: 'voicemeup' }] })
  const line = sandbox.lines.get('line')!
  const { api_base_url, credentials } = line.view(sandbox.url)
  const { io, close } = ioFor(sandbox.url, 500)
  const send = (change: object = {}) =>
    voicemeup.send({ ...message, ...change }, channelWith({ ...credentials, api_base_url }), io)

  line.faults.set([{ kind: 'answer_lost' }])
  expect(await send()).toMatchObject({ kind: 'unknown' })
  expect(await send({ maybeRepeat: true })).toEqual({ kind: 'accepted' })
  expect(sandbox.ledger.entries.filter((entry) => entry.accepted_id)).toHaveLength(1)
  expect(await send()).toMatchObject({ kind: 'rejected', failure: { vendorCode: 'duplicate_entry' } })
  expect(await send({ text: 'Another' })).toMatchObject({ kind: 'accepted' })
  await close()
  await sandbox.close()
})

test('a text with two pictures comes as three webhooks of one key, the text first', () => {
  const media = ['a', 'b'].map((name) => ({ url: `https://a.example/${name}.png` }))
  const line = { values: {}, numbers: [], webhookUrl: '' }
  const { from, to, text } = message
  const webhooks = [vendor.message({ id: 'm', from, to, text, media, at: 0 }, line)].flat()
  const holds = webhooks.map(({ headers, body }) => {
    const request = { method: 'POST', url: channel.webhookUrl, headers, body, receivedAt: 0 }
    const parsed = voicemeup.parse(request, channel)
    if (!parsed.ok || parsed.events[0]?.kind !== 'message') throw new Error('Not a message.')
    return parsed.events[0].hold
  })
  const key = '+12025550123 +12025550101 1970-01-01 00:00:00'
  const waitMs = 5000
  expect(holds).toEqual([
    { key, part: 'first', waitMs },
    { key, part: 'rest', waitMs },
    { key, part: 'rest', waitMs },
  ])
})
