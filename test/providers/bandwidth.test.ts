import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bandwidth } from '../../providers/bandwidth/index.ts'
import type { Io } from '../../src/contract/io.ts'
import { type FakeServer, fakeServer } from '../support/fake-server.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

const values = {
  account_id: '9900000',
  application_id: 'app-1',
  client_id: 'CID-1',
  client_secret: 'client-secret',
}

let server: FakeServer
let world: ReturnType<typeof ioFor>
beforeEach(async () => {
  server = await fakeServer()
  world = ioFor(server.url)
})
afterEach(async () => {
  await world.close()
  await server.close()
})

const token = () => ({ status: 200, body: '{"access_token":"the-token","expires_in":3600}' })

describe('credentials for files', () => {
  const file = { url: '', tries: 0 }
  const access = (change: object = {}, io: Io = world.io) =>
    bandwidth.mediaAccess!(channelWith({ ...values, api_base_url: server.url, ...change }), io, file)

  test('are the access token, for the one host that has the files', async () => {
    server.setAnswer(token)
    expect(await access()).toEqual({
      headers: { authorization: 'Bearer the-token' },
      hosts: [new URL(server.url).host],
    })
  })
  test("go to Bandwidth's messaging host where no other base is set", async () => {
    const answer = Buffer.from(token().body)
    const io: Io = {
      ...world.io,
      request: async ({ url }) => {
        expect(url).toBe('https://api.bandwidth.com/api/v1/oauth2/token')
        return { kind: 'answer', status: 200, headers: {}, body: answer }
      },
    }
    expect(await access({ api_base_url: undefined }, io)).toMatchObject({
      hosts: ['messaging.bandwidth.com'],
    })
  })
  test('are the user and password of the old way', async () => {
    const old = { client_id: undefined, client_secret: undefined, username: 'u', password: 'p' }
    expect(await access(old)).toMatchObject({ headers: { authorization: 'Basic dTpw' } })
  })
  test('that cannot be had are a sentence, without a secret', async () => {
    server.setAnswer(() => ({ status: 503, body: 'client-secret is down' }))
    expect(await access()).toEqual({ failed: '••• is down' })
    expect(await access({ client_secret: undefined })).toEqual({ failed: expect.stringContaining('client') })
  })
})

test('a token is asked for once, and again after a 401', async () => {
  const tokens = ['first', 'second']
  const known = new Map<string, unknown>()
  const io: Io = {
    ...world.io,
    async cached(key, load, fresh) {
      if (fresh || !known.has(key)) known.set(key, (await load()).value)
      return known.get(key) as never
    },
  }
  server.setAnswer(({ path, headers }) => {
    if (path.endsWith('token'))
      return { status: 200, body: `{"access_token":"${tokens.shift()}","expires_in":9}` }
    return headers.authorization === 'Bearer second' ? { status: 202, body: '{"id":"b-1"}' } : { status: 401 }
  })
  const message = {
    reference: 'r-1',
    from: '+12025550123',
    to: '+12025550101',
    text: 'Hello',
    media: [],
    statusUrl: '',
    maybeRepeat: false,
  }
  const channel = channelWith({ ...values, api_base_url: server.url })
  for (let i = 0; i < 2; i++) {
    expect(await bandwidth.send(message, channel, io)).toEqual({ kind: 'accepted', providerMessageId: 'b-1' })
  }
  const paths = server.seen.map(({ path }) => path.split('/').at(-1))
  expect(paths).toEqual(['token', 'messages', 'token', 'messages', 'messages'])
})
