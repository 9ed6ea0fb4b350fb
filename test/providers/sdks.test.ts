import { expect, test, vi } from 'vitest'
import { providers } from '../../providers/index.ts'
import { ioFor } from './io.ts'
import { channelWith, samplesOf } from './samples.ts'

const loaded = vi.hoisted((): string[] => [])
vi.mock('twilio', (original) => {
  loaded.push('twilio')
  return original()
})
vi.mock('telnyx', (original) => {
  loaded.push('telnyx')
  return original()
})

const withSdk = ['telnyx', 'twilio']

test("a vendor's SDK is loaded with the first call of such a channel, and not with the providers", async () => {
  expect(Object.keys(providers)).toEqual(expect.arrayContaining(withSdk))
  expect(loaded).toEqual([])
  const { io, close } = ioFor('http://127.0.0.1:9/')
  for (const id of withSdk) {
    const { values } = samplesOf(id).find((sample) => sample.kind === 'send')!
    const channel = channelWith({ ...values, api_base_url: 'http://127.0.0.1:9/' })
    expect(await providers[id]!.check!(channel, io)).toMatchObject({ status: 'request_failed' })
    expect(loaded).toContain(id)
  }
  await close()
})
