import { expect, it } from 'vitest'
import { createPasswordHasher } from '../../../src/core/people/passwords.ts'
import { createTestApp } from '../../support/test-app.ts'

it('a hundred people who sign in at once do not hold everybody else up', async () => {
  const passwords = createPasswordHasher()
  const app = await createTestApp({ passwords, http: { trustProxy: ['127.0.0.1'] } })
  await passwords.verify(undefined, 'makes the hash that unknown people are compared with')
  let signingIn = true
  const signIns = Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      app
        .nobody()
        .post(
          '/session',
          { email: `p${i}@example.com`, password: 'not this one' },
          { 'x-forwarded-for': `10.0.${i}.1` },
        ),
    ),
  ).finally(() => {
    signingIn = false
  })
  const started = performance.now()
  const waits: number[] = []
  while (signingIn) {
    const asked = performance.now()
    expect((await app.nobody().get('/setup')).status).toBe(200)
    waits.push(performance.now() - asked)
  }
  const took = performance.now() - started
  const answers = await signIns
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
  waits.sort((a, b) => a - b)
  // Hashing is seconds of work; whoever asks for something else waits for a small part of that.
  expect(waits.length).toBeGreaterThan(20)
  expect(waits[Math.floor(waits.length / 2)] ?? took).toBeLessThan(took / 10)
  await app.close()
})
