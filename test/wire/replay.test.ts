import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generic } from '../../providers/generic/index.ts'
import { type ReplaySample, replay } from '../../sandbox/replay.ts'
import { loadVendors } from '../../sandbox/vendors.ts'
import { channelWith, samplesOf } from '../providers/samples.ts'
import { type FakeServer, fakeServer } from '../support/fake-server.ts'

let gateway: FakeServer
beforeEach(async () => {
  gateway = await fakeServer()
})
afterEach(() => gateway.close())

describe('a replayed sample', async () => {
  const vendor = (await loadVendors()).generic!
  const sample = (name: string) =>
    samplesOf('generic').find((one) => one.name === name) as unknown as ReplaySample
  const options = (change: object = {}) => ({
    url: `${gateway.url}/hook`,
    credentials: {},
    sameId: false,
    ...change,
  })

  /** Whether the gateway would have taken the last post with this secret, and the message's id. */
  function read(secret: string) {
    const { headers, body } = gateway.seen.at(-1)!
    const request = {
      method: 'POST',
      url: '',
      headers: headers as Record<string, string>,
      body,
      receivedAt: Date.now(),
    }
    const verdict = generic.verify(request, channelWith({ secret }))
    const parsed = generic.parse(request, channelWith({}))
    const event = parsed.ok ? parsed.events[0] : undefined
    return { ok: verdict.ok, id: event?.kind === 'message' ? event.providerMessageId : undefined }
  }

  test('is signed anew, with the secret given, and is a new message each time', async () => {
    expect(
      await replay(vendor, sample('inbound-text'), options({ credentials: { secret: 'mine' } })),
    ).toMatchObject({
      status: 204,
      body: '',
    })
    const first = read('mine')
    await replay(vendor, sample('inbound-text'), options({ credentials: { secret: 'mine' } }))
    const second = read('mine')
    expect([first.ok, second.ok, read('other').ok]).toEqual([true, true, false])
    expect(first.id).not.toBe(second.id)
  })
  test('can keep its id', async () => {
    const text = sample('inbound-text')
    await replay(vendor, text, options({ sameId: true }))
    expect(read(String(text.values.secret))).toEqual({
      ok: true,
      id: text.expected.events![0]!.providerMessageId,
    })
  })
  test('goes out byte for byte where it is no text', async () => {
    await replay(vendor, sample('refused-invalid-utf8'), options())
    expect(gateway.seen[0]!.body.includes(0xff)).toBe(true)
  })
  test('must be a webhook', async () => {
    await expect(replay(vendor, sample('send-text'), options())).rejects.toThrow('Only inbound')
  })
})
