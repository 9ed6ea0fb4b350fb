import { expect, test } from 'vitest'
import { addressPolicy, sameAddress } from '../../src/lib/net/addresses.ts'
import { createGuard } from '../../src/lib/net/guard.ts'
import { insideHosts, metadataHosts } from '../support/spellings.ts'

const refused = (code: string) => expect.objectContaining({ name: 'NetError', code })

test('the table of inside spellings has at least 60 rows, all different', () => {
  expect(new Set(insideHosts).size).toBe(insideHosts.length)
  expect(insideHosts.length).toBeGreaterThanOrEqual(60)
})

test.each([...insideHosts, ...metadataHosts])('%s is refused in a URL', (host) => {
  expect(() => createGuard({}).checkUrl(`https://${host}/x`)).toThrow(refused('private_address'))
})

test.each(metadataHosts)(
  '%s is refused even where private addresses and every network are allowed',
  (host) => {
    const guard = createGuard({ allowPrivateAddresses: true, allowNetworks: ['0.0.0.0/0', '::/0'] })
    expect(() => guard.checkUrl(`http://${host}/x`)).toThrow(refused('private_address'))
  },
)

test.each(['8.8.8.8', '1.1.1.1', '104.16.0.1', '[2606:4700::1]', '[2001:4860:4860::8888]', '[2a00:1450::1]'])(
  '%s is allowed',
  (host) => {
    expect(createGuard({}).checkUrl(`https://${host}/x`).hostname).toBe(host)
  },
)

test('scheme, user and port', () => {
  const strict: [string, RegExp | undefined][] = [
    ['https://a.example/', undefined],
    ['https://a.example:443/', undefined],
    ['https://a.example:80/', undefined],
    ['https://a.example:8443/', undefined],
    ['https://a.example:9000/', undefined],
    ['https://a.example:8080/', /Port 8080/],
    ['https://a.example:22/', /Port 22/],
    ['https://a.example:0/', /Port 0/],
    ['http://a.example/', /begin with https:/],
    ['ftp://a.example/', /begin with/],
    ['file:///etc/passwd', /begin with/],
    ['data:text/plain,x', /begin with/],
    ['javascript:alert(1)', /begin with/],
    ['blob:https://a.example/x', /begin with/],
    ['https://user@a.example/', /user name/],
    ['https://:secret@a.example/', /user name/],
    ['https://127.0.0.1\\@a.example/', /may not go to/],
    ['https://a.example@127.0.0.1/', /user name/],
    ['//a.example/', /complete web address/],
    ['a.example', /complete web address/],
    ['', /complete web address/],
    ['https://', /complete web address/],
    ['https://[::1/', /complete web address/],
    ['https://256.256.256.256/', /complete web address/],
  ]
  const guard = createGuard({ allowPorts: [9000] })
  for (const [url, reason] of strict) {
    if (reason) expect(() => guard.checkUrl(url), url).toThrow(reason)
    else expect(guard.checkUrl(url).href).toBe(new URL(url).href)
  }
  expect(() => createGuard({ allowHttp: true }).checkUrl('http://a.example:8080/')).toThrow(/Port/)
  expect(createGuard({ allowHttp: true }).checkUrl('http://a.example/').protocol).toBe('http:')
  const open = createGuard({ allowPrivateAddresses: true })
  expect(open.checkUrl('http://127.0.0.1:4010/').port).toBe('4010')
  expect(() => open.checkUrl('http://user:x@127.0.0.1/')).toThrow(/user name/)
  expect(() => open.checkUrl('http://127.0.0.1:0/')).toThrow(/Port 0/)
})

test('every address of a name must be good', async () => {
  const answers: [readonly string[], boolean][] = [
    [['8.8.8.8'], true],
    [['8.8.8.8', '2606:4700::1'], true],
    [['2606:4700::1'], true],
    [['8.8.8.8', '10.0.0.1'], false],
    [['10.0.0.1', '8.8.8.8'], false],
    [['8.8.8.8', '::1'], false],
    [['::ffff:8.8.8.8'], false],
    [['fe80::1%eth0'], false],
    [['not an address'], false],
    [['169.254.169.254'], false],
  ]
  for (const [addresses, good] of answers) {
    const found = createGuard({ resolve: async () => addresses }).addressesOf('a.example')
    if (good) expect(await found).toEqual(addresses)
    else await expect(found).rejects.toEqual(refused('private_address'))
  }
  await expect(createGuard({ resolve: async () => [] }).addressesOf('a.example')).rejects.toEqual(
    refused('unreachable'),
  )
  await expect(createGuard({}).addressesOf('localhost')).rejects.toEqual(refused('private_address'))
})

test('private addresses by switch are the private ones, not every bad one', () => {
  const good = addressPolicy({ allowPrivateAddresses: true })
  for (const address of [
    '127.0.0.1',
    '10.0.0.1',
    '192.168.1.1',
    '::1',
    'fd12::1',
    '8.8.8.8',
    '169.254.1.1',
  ]) {
    expect(good(address), address).toBe(true)
  }
  for (const address of [
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ]) {
    expect(good(address), address).toBe(false)
  }
})

test('allowed networks', () => {
  const good = addressPolicy({ allowNetworks: ['10.20.0.0/16', 'fd12:3456::/32', '192.168.7.7/32'] })
  for (const address of ['10.20.0.1', '10.20.255.255', 'fd12:3456::1', '192.168.7.7', '8.8.8.8']) {
    expect(good(address), address).toBe(true)
  }
  const outside = [
    '10.21.0.1',
    '10.19.255.255',
    'fd12:3457::1',
    '192.168.7.8',
    '127.0.0.1',
    '::ffff:10.20.0.1',
  ]
  for (const address of outside) expect(good(address), address).toBe(false)
  for (const network of ['10.0.0.0', '10.0.0.0/33', 'x/8', '', '10.0.0.0/-1']) {
    expect(() => addressPolicy({ allowNetworks: [network] }), network).toThrow(/CIDR/)
  }
})

test('the same address in two spellings', () => {
  expect(sameAddress('::1', '0:0:0:0:0:0:0:1')).toBe(true)
  expect(sameAddress('::ffff:10.0.0.1', '10.0.0.1')).toBe(true)
  expect(sameAddress('10.0.0.1', '10.0.0.2')).toBe(false)
  expect(sameAddress('', '10.0.0.2')).toBe(false)
})

test('of this machine, the sandbox alone is reached, and only while it listens', async () => {
  let port: number | undefined = 8090
  const guard = createGuard({ sandboxPort: () => port, resolve: async () => ['127.0.0.1'] })
  expect(guard.checkUrl('http://127.0.0.1:8090/carriers/a').port).toBe('8090')
  expect(await guard.addressesOf('127.0.0.1')).toEqual(['127.0.0.1'])
  for (const url of [
    'http://127.0.0.1:8091/',
    'http://127.0.0.1/',
    'https://127.0.0.1:8090/',
    'http://127.0.0.2:8090/',
    'http://localhost:8090/',
    'http://[::1]:8090/',
    'http://user@127.0.0.1:8090/',
    'http://example.com:8090/',
  ]) {
    expect(() => guard.checkUrl(url), url).toThrow(expect.objectContaining({ name: 'NetError' }))
  }
  await expect(guard.addressesOf('rebound.example')).rejects.toEqual(refused('private_address'))
  port = undefined
  expect(() => guard.checkUrl('http://127.0.0.1:8090/')).toThrow(
    expect.objectContaining({ name: 'NetError' }),
  )
  await expect(guard.addressesOf('127.0.0.1')).rejects.toEqual(refused('private_address'))
})
