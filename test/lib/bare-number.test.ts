import { expect, test } from 'vitest'
import { withCountryCode, withoutPlus } from '../../src/lib/bare-number.ts'

test.each([
  ['+12065550101', '+12065550101'],
  ['12065550101', '+12065550101'],
  ['2065550101', '+12065550101'],
  [' 12065550101 ', '+12065550101'],
  ['442079460958', '+442079460958'],
  ['72345', '72345'],
  ['1234567890', '1234567890'],
  ['02065550101', '02065550101'],
  ['1234567890123456', '1234567890123456'],
  ['Bank of X', 'Bank of X'],
])('%j comes in as %j', (written, address) => {
  expect(withCountryCode(written)).toBe(address)
})

test.each([
  ['+12065550101', '12065550101'],
  ['72345', '72345'],
  ['+1 shop', '+1 shop'],
])('%j goes out as %j', (address, written) => {
  expect(withoutPlus(address)).toBe(written)
})
