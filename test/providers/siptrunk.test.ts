import { expect, test } from 'vitest'
import { siptrunk } from '../../providers/siptrunk/index.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

const channel = channelWith({ access_key: 'a', secret_key: 's' })

test('the keys are only checked where the channel asks for it', async () => {
  const { io, close } = ioFor('nowhere')
  expect(await siptrunk.check!(channel, io)).toMatchObject({ status: 'unchecked' })
  await close()
})

/** A webhook without an id, as it would come at this time. */
function without(text: string, at: string) {
  const attributes = { from: '+12065550101', to: '+12065550100', body: text }
  const parsed = siptrunk.parse(
    {
      method: 'POST',
      url: channel.webhookUrl,
      headers: {},
      body: Buffer.from(JSON.stringify({ data: { type: 'message', attributes } })),
      receivedAt: Date.parse(at),
    },
    channel,
  )
  if (!parsed.ok || parsed.events[0]?.kind !== 'message') throw new Error('Not a message.')
  const { providerMessageId, otherIds = [] } = parsed.events[0]
  return [providerMessageId, ...otherIds]
}
const common = (a: readonly string[], b: readonly string[]) => a.some((id) => b.includes(id))

test('a webhook without an id is known again by its content, for a minute', () => {
  const first = without('Hello', '2026-11-21T10:00:59Z')
  expect(common(first, without('Hello', '2026-11-21T10:00:59.500Z'))).toBe(true)
  expect(common(first, without('Hello', '2026-11-21T10:01:01Z'))).toBe(true)
  expect(common(first, without('Hello', '2026-11-21T10:02:30Z'))).toBe(false)
  expect(common(first, without('Hello!', '2026-11-21T10:00:59Z'))).toBe(false)
})
