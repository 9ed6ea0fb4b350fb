import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { providers } from '../../providers/index.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

const start = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
/** A picture as far as its first bytes go. */
const picture = (bytes: number) => {
  const whole = new Uint8Array(bytes)
  whole.set(start)
  return whole
}

let app: AppWithSandbox
let customers = 0
beforeAll(async () => {
  app = await appWithSandbox()
})
afterAll(() => app.stop())

// The generic API takes 100 MB: too much for a test.
const carriers = Object.values(providers).filter(
  ({ id, addressKind }) => addressKind === 'tel' && id !== 'generic',
)

describe.each(carriers)('$id', ({ id, limits }) => {
  const most = limits.mediaBytes.value
  let write: (
    sizes: readonly number[],
    type?: string,
  ) => Promise<{ status: number; body: { detail: string } }>
  beforeAll(async () => {
    const { line } = await app.connect(id)
    const from = `+1202558${String(++customers).padStart(4, '0')}`
    await app.sandbox.text(line, { from, text: 'Hello' })
    const { body } = await app.api.get(`/conversations?box=all&q=${encodeURIComponent(from)}`)
    write = async (sizes, type = 'image/png') => {
      const media: number[] = []
      for (const size of sizes) {
        const bytes = type === 'image/png' ? picture(size) : new Uint8Array(size).fill(65)
        media.push(await app.upload(bytes, 'a.png', type))
      }
      return app.api.post(`/conversations/${body.data[0].id}/messages`, { text: 'See', media })
    }
  })
  const refused = (words: string) => ({ status: 400, body: { detail: expect.stringContaining(words) } })

  test('a file as large as the carrier takes goes out, a larger one is refused', async () => {
    expect(await write([most])).toMatchObject({ status: 202 })
    expect(await write([most + 1])).toMatchObject(refused('larger than this channel takes'))
  })
  test.skipIf(!limits.mediaBytesTotal)('files that are too large together are refused', async () => {
    const half = Math.ceil(limits.mediaBytesTotal!.value / 2) + 1
    expect(await write([half, half])).toMatchObject(refused('together'))
  })
  test('more files than the carrier takes are refused', async () => {
    const files = Array.from({ length: limits.mediaPerMessage.value + 1 }, () => 100)
    expect(await write(files)).toMatchObject(refused('files a message at most'))
  })
  test.skipIf(!limits.mediaTypes)('a type that the carrier does not take is refused', async () => {
    expect(await write([100], 'application/x-strange')).toMatchObject(
      refused('does not take files of the type'),
    )
  })
})

test.each(['twilio', 'telnyx', 'flowroute', 'siptrunk'])(
  '%s counts all files of a message together',
  (id) => {
    expect(providers[id]!.limits.mediaBytesTotal).toBeDefined()
  },
)
