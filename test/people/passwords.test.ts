import { hash } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { createPasswordHasher } from '../../src/core/people/passwords.ts'

const passwords = createPasswordHasher()

describe('password hashes', () => {
  it('are argon2id with 19 MiB, two passes and one lane, each with its own salt', async () => {
    const [one, two] = await Promise.all([
      passwords.hash('nine purple giraffes'),
      passwords.hash('nine purple giraffes'),
    ])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
    expect(passwords.isOutdated(one)).toBe(false)
    expect(passwords.isOutdated(await hash('x', { memoryCost: 8_192 }))).toBe(true)
  })

  it('fit the whole password and nothing else; the answer is a real boolean', async () => {
    const long = `${'x'.repeat(200)}é`
    const known = await passwords.hash(long)
    expect(await passwords.verify(known, long)).toBe(true)
    for (const other of [`${long} `, long.slice(0, -1), long.toUpperCase(), '']) {
      expect(await passwords.verify(known, other)).toBe(false)
    }
    expect(await passwords.verify(undefined, 'nobody has this password')).toBe(false)
  })

  it('take as long for a person who does not exist', async () => {
    const known = await passwords.hash('nine purple giraffes')
    const median = async (compared: string | undefined) => {
      const times: number[] = []
      for (let i = 0; i < 7; i++) {
        const started = performance.now()
        await passwords.verify(compared, 'not this one')
        times.push(performance.now() - started)
      }
      return times.sort((a, b) => a - b)[3] ?? 0
    }
    await median(undefined)
    const [nobody, somebody] = [await median(undefined), await median(known)]
    expect(nobody / somebody).toBeGreaterThan(0.5)
    expect(nobody / somebody).toBeLessThan(2)
  })

  it('are worked on four at a time, and a flood is sent away', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 150 }, () => passwords.verify('$argon2id$broken', 'x')),
    )
    const refused = results.filter(
      (result) => result.status === 'rejected' && String(result.reason).includes('Too many requests'),
    )
    expect(refused.length).toBeGreaterThan(30)
    expect(refused.length).toBeLessThan(50)
  })
})
