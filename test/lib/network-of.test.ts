import { expect, it } from 'vitest'
import { networkOf } from '../../src/lib/network-of.ts'

it.each([
  ['203.0.113.7', '203.0.113.250', true],
  ['203.0.113.7', '203.0.114.7', false],
  ['203.0.113.7', '::ffff:203.0.113.9', true],
  ['2001:db8:0:1100::1', '2001:db8:0:11ff:ffff::2', true],
  ['2001:db8:0:1100::1', '2001:db8:0:1200::1', false],
  ['2001:DB8::1', '2001:db8:0:0::2', true],
  ['nonsense', '', true],
])('%s and %s are of one network: %s', (one, other, same) => {
  expect(networkOf(one) === networkOf(other)).toBe(same)
})
