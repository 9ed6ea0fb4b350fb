import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { clientAddress } from '../../src/http/client-address.ts'
import { readNetworks, splitNetworks } from '../../src/lib/net/networks.ts'

const has = (list: string, address: string) => readNetworks(splitNetworks(list))?.(address)

describe('networks', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['192.0.2.0/24, 2001:db8::/32', '192.0.2.255', true],
    ['192.0.2.0/24, 2001:db8::/32', '192.0.3.0', false],
    ['192.0.2.0/24, 2001:db8::/32', '2001:db8:ffff::1', true],
    ['192.0.2.0/24, 2001:db8::/32', '2001:db9::1', false],
    ['192.0.2.77/24', '192.0.2.1', true],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['192.0.2.7', '::ffff:192.0.2.7', true],
    ['192.0.2.7', '::ffff:c000:207', true],
    ['2001:DB8::1', '2001:db8:0:0:0:0:0:1', true],
    ['192.0.2.7', 'nonsense', false],
    ['192.0.2.7', '', false],
  ])('%s with %s: %s', (list, address, inside) => expect(has(list, address)).toBe(inside))

  it.each([
    '192.0.2',
    '192.0.2.7/33',
    '2001:db8::/129',
    '192.0.2.7/-1',
    '192.0.2.7/',
    '192.0.2.7/8/8',
    '0x7f.1',
  ])('%s is none', (text) => expect(readNetworks([text])).toBeUndefined())
  it.each(['3232235777', 'example.com', '::ffff:192.0.2.0/120', 'fe80::1%eth0', '192.0.2.7-9', '*'])(
    '%s is none either',
    (text) => expect(readNetworks(['192.0.2.1', text])).toBeUndefined(),
  )
  it('an empty list has nobody', () => {
    expect(splitNetworks(' , ')).toEqual([])
    expect(readNetworks([])?.('192.0.2.1')).toBe(false)
  })
})

describe("a client's address", () => {
  const trusted = readNetworks(['10.0.0.0/8', '2001:db8::1'])!
  const of = (remoteAddress: string | undefined, forwarded?: string) =>
    clientAddress(
      { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage,
      trusted,
    )

  it.each([
    ['the socket’s', '192.0.2.7', undefined, '192.0.2.7'],
    ['the socket’s, as IPv4', '::ffff:192.0.2.7', undefined, '192.0.2.7'],
    ['the socket’s, whatever it claims', '192.0.2.7', '203.0.113.9', '192.0.2.7'],
    ['a proxy’s word', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['the word of a proxy that comes as IPv6', '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['the last before the proxies', '10.0.0.1', '203.0.113.9, 10.2.0.1, 10.3.0.1', '203.0.113.9'],
    ['never what stands left of it', '10.0.0.1', '203.0.113.9, 198.51.100.1', '198.51.100.1'],
    ['the first where all are proxies', '10.0.0.1', '10.9.9.9, 10.2.0.1', '10.9.9.9'],
    ['that of IPv6', '2001:db8::1', '2001:db8::2', '2001:db8::2'],
    ['not known where the proxy’s word is none', '10.0.0.1', 'unknown', undefined],
    ['not known where it is empty', '10.0.0.1', '', undefined],
    ['not known where the socket is gone', undefined, '203.0.113.9', undefined],
  ])('is %s', (_what, socket, forwarded, address) => expect(of(socket, forwarded)).toBe(address))
})
