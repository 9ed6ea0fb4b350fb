import { expect, test } from 'vitest'
import { passwordFault } from '../../src/core/people/check-password.ts'
import { suggestPassword } from '../../web/src/admin/extensions/suggest-password.ts'

test('suggested passwords are words that can be read out, each its own, and taken by the gateway', () => {
  const many = Array.from({ length: 200 }, suggestPassword)
  expect(new Set(many).size).toBe(200)
  for (const password of many) {
    expect(password).toMatch(/^([bcdfghjklmnprtvz][aeio]){3}(-([bcdfghjklmnprtvz][aeio]){3}){3}$/)
    expect(passwordFault(password, { name: 'Ada', email: 'ada@example.com' })).toBeUndefined()
  }
})
