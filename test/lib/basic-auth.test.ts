import { expect, test } from 'vitest'
import { basicAuth, isBasicAuth } from '../../src/lib/basic-auth.ts'

test('is what RFC 7617 says, in UTF-8', () => {
  expect(basicAuth('Aladdin', 'open sesame')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')
  expect(basicAuth('test', '123£')).toBe('Basic dGVzdDoxMjPCow==')
})

test.each([
  ['Basic dGVzdDoxMjPCow==', true],
  ['basic  dGVzdDoxMjPCow==', true],
  ['Basic dGVzdDoxMjPCow=', false],
  ['Basic dGVzdDoxMjPCow==, Basic dGVzdDoxMjPCow==', false],
  ['Basic DGVZDDOXMJPCOW==', false],
  ['Bearer dGVzdDoxMjPCow==', false],
  ['dGVzdDoxMjPCow==', false],
  ['', false],
])('%j is the login: %j', (header, right) => {
  expect(isBasicAuth(header, 'test', '123£')).toBe(right)
})
