import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { createHttpClient } from '../../../src/lib/net/client.ts'
import { certificate, certificateKey } from '../../support/certificate.ts'
import { type RawServer, rawServer } from '../../support/raw-server.ts'
import { insideHosts, metadataHosts } from '../../support/spellings.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})
const kept = <T extends { close(): Promise<void> }>(one: T): T => {
  open.push(one)
  return one
}
const answering = async (address: string): Promise<RawServer> =>
  kept(
    await rawServer(
      (socket) => socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'),
      () => {},
      address,
    ),
  )
const drop = async (chunks: AsyncIterable<Uint8Array>) => {
  for await (const _ of chunks);
}

test('every inside spelling, by every caller, as itself and as what a name resolves to', async () => {
  const inside = await answering('127.0.0.1')
  const options = { allowHttp: true, allowPorts: [inside.port] }
  const literal = kept(createHttpClient(options))
  for (const host of [...insideHosts, ...metadataHosts]) {
    const url = `http://${host}:${inside.port}/`
    expect(await literal.request({ method: 'GET', url }), host).toMatchObject({ kind: 'unsent' })
    expect(await literal.download({ url, maxBytes: 10 }, drop), host).toMatchObject({
      code: 'private_address',
    })
  }
  for (const host of [...insideHosts, ...metadataHosts]) {
    const address = new URL(`http://${host}/`).hostname.replace(/[[\]]/g, '')
    const named = createHttpClient({ ...options, resolve: async () => ['8.8.8.8', address] })
    const url = `http://a.example:${inside.port}/`
    expect(await named.request({ method: 'GET', url }), host).toMatchObject({ kind: 'unsent' })
    expect(await named.download({ url, maxBytes: 10 }, drop), host).toMatchObject({ code: 'private_address' })
    await named.close()
  }
  expect(inside.connections).toHaveLength(0)
})

test('a name that changes to an inside address is not followed there', async () => {
  const outside = await answering('127.0.0.2')
  const inside = await answering('127.0.0.9')
  let lookUps = 0
  const http = kept(
    createHttpClient({
      allowHttp: true,
      allowPorts: [outside.port, inside.port],
      allowNetworks: ['127.0.0.2/32'],
      resolve: async () => [++lookUps === 1 ? '127.0.0.2' : '127.0.0.9'],
    }),
  )
  const get = (port: number) => http.request({ method: 'GET', url: `http://a.example:${port}/` })
  expect(await get(outside.port)).toMatchObject({ kind: 'answer' })
  // One look-up served the check and the connection.
  expect(lookUps).toBe(1)
  expect(await get(outside.port)).toMatchObject({
    kind: 'unsent',
    reason: expect.stringMatching(/may not go to/),
  })
  expect(await get(inside.port)).toMatchObject({ kind: 'unsent' })
  expect(lookUps).toBe(3)
  expect(inside.connections).toHaveLength(0)
})

test('a silent or refusing first address leaves the next its turn', async () => {
  const good = await answering('127.0.0.2')
  const http = kept(
    createHttpClient({
      allowPrivateAddresses: true,
      limits: { connectMs: 1000 },
      resolve: async () => ['127.0.0.3', '127.0.0.2'],
    }),
  )
  expect(await http.request({ method: 'GET', url: `http://a.example:${good.port}/` })).toMatchObject({
    kind: 'answer',
  })
})

test('a resolver that never answers ends in the time for connections', async () => {
  const http = kept(createHttpClient({ limits: { connectMs: 100 }, resolve: () => new Promise(() => {}) }))
  const result = await http.request({ method: 'GET', url: 'https://a.example/' })
  expect(result).toEqual({ kind: 'unsent', reason: 'No connection to a.example within the time allowed.' })
})

test('certificates are checked against the name, not the address', async () => {
  const server = createServer({ cert: certificate, key: certificateKey }, (socket) => {
    socket.on('error', () => {})
    socket.once('data', () =>
      socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const resolve = async () => ['127.0.0.1']
  const trusting = kept(createHttpClient({ allowPrivateAddresses: true, ca: certificate, resolve }))
  const strict = kept(createHttpClient({ allowPrivateAddresses: true, resolve }))
  const get = { method: 'GET', url: `https://a.example:${port}/` } as const
  expect(await trusting.request(get)).toMatchObject({ kind: 'answer', status: 200 })
  const refused = { kind: 'unsent', reason: expect.stringMatching(/No secure connection/) }
  expect(await trusting.request({ ...get, url: `https://b.example:${port}/` })).toEqual(refused)
  expect(await trusting.request({ ...get, url: `https://127.0.0.1:${port}/` })).toEqual(refused)
  expect(await strict.request(get)).toEqual(refused)
  server.close()
})
