import { expect, test } from 'vitest'
import { isSenderName, senderAddress } from '../../src/core/channels/sender-address.ts'

test.each([
  ['+1 202-555-0101', '+12025550101'],
  ['+1 (202) 555 0101', '+12025550101'],
  ['+44 (0)20 7946 0958', '+442079460958'],
  ['\u202a+12025550123\u202c', '+12025550123'],
  ['+86 10 8888 8888', '+861088888888'],
  ['2025550101', undefined],
  ['+1', undefined],
  ['+999999999999999999', undefined],
  ['+12025550101 ext 5', undefined],
  ['+1800FLOWERS', undefined],
  ['call +12025550101', undefined],
  ['12345', '12345'],
  ['12', undefined],
  ['123456789', undefined],
  ['Acme Corp', 'Acme Corp'],
  ['A', 'A'],
  ['Acme Company', undefined],
  ['Ac-me', undefined],
  ['', undefined],
  ["'; drop table", undefined],
])('%j is %j on a carrier', (written, stored) => {
  const address = senderAddress('tel', written)
  expect(address.ok ? address.address : undefined).toBe(stored)
})

test('elsewhere the id of the vendor is taken as it is', () => {
  expect(senderAddress('messenger', ' 104837465 ')).toEqual({ ok: true, address: '104837465' })
  expect(senderAddress('messenger', 'a b').ok).toBe(false)
})

test.each([
  ['tel', 'HARBOUR', true],
  ['tel', 'Acme 24', true],
  ['tel', '+12025550123', false],
  ['tel', '72345', false],
  ['messenger', 'page-one', false],
])('of %s, %s is a name: %s', (kind, address, name) => expect(isSenderName(kind, address)).toBe(name))
