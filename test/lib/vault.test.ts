import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encrypt } from '../../src/lib/crypto/aead.ts'
import { masterKey } from '../../src/lib/crypto/master-key.ts'
import { createVault, type Place, SealError } from '../../src/lib/crypto/vault.ts'

const first = masterKey(randomBytes(32))
const second = masterKey(randomBytes(32))
const place: Place = 'channel_secret/7/api_key'
const vault = createVault([first])

function reasonOf(open: () => string): string {
  try {
    open()
  } catch (error) {
    if (error instanceof SealError) return error.reason
    throw error
  }
  return 'opened'
}

describe('the vault', () => {
  it.each(['', 'a', 'key with spaces\n and 字 🙂', 'x'.repeat(10_000)])(
    'opens what it sealed (%#)',
    (text) => {
      expect(vault.open(place, vault.seal(place, text))).toBe(text)
    },
  )

  it('shows nothing of the value and seals it anew each time', () => {
    const seals = new Set(Array.from({ length: 50 }, () => vault.seal(place, 'canary')))
    expect(seals.size).toBe(50)
    expect([...seals].join()).not.toMatch(/canary|Y2FuYXJ5/)
  })

  it.each<[string, Place]>([
    ['row', 'channel_secret/8/api_key'],
    ['column', 'channel_secret/7/secret'],
    ['table', 'sink_secret/7/api_key'],
    ['place that quotes this one', `${place}","${first.id}`],
  ])('refuses a value that was moved to another %s', (_, elsewhere) => {
    const sealed = vault.seal(place, 'secret')
    expect(reasonOf(() => vault.open(elsewhere, sealed))).toBe('damaged')
  })

  it('refuses parts of two values put together', () => {
    const one = vault.seal(place, 'one').split('.')
    const two = vault.seal(place, 'two').split('.')
    expect(reasonOf(() => vault.open(place, [one[0], one[1], one[2], two[3]].join('.')))).toBe('damaged')
  })

  it('refuses each single flipped bit', () => {
    const sealed = vault.seal(place, 'a channel credential')
    const [version, id, ...boxes] = sealed.split('.')
    let tried = 0
    boxes.forEach((text, which) => {
      const bytes = Buffer.from(text, 'base64url')
      for (let bit = 0; bit < bytes.length * 8; bit++, tried++) {
        const changed = Buffer.from(bytes)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        const parts = boxes.map((box, i) => (i === which ? changed.toString('base64url') : box))
        expect(reasonOf(() => vault.open(place, [version, id, ...parts].join('.')))).toBe('damaged')
      }
    })
    expect(tried).toBeGreaterThan(800)
  })

  it('refuses each changed or missing character of the text', () => {
    const sealed = vault.seal(place, 'credential')
    for (let at = 0; at < sealed.length; at++) {
      const other = sealed[at] === 'A' ? 'B' : 'A'
      expect(reasonOf(() => vault.open(place, sealed.slice(0, at) + other + sealed.slice(at + 1)))).not.toBe(
        'opened',
      )
      expect(reasonOf(() => vault.open(place, sealed.slice(0, at)))).not.toBe('opened')
    }
  })

  it('refuses another master key by name, and a forged key id', () => {
    const sealed = vault.seal(place, 'secret')
    const other = createVault([second])
    expect(reasonOf(() => other.open(place, sealed))).toBe('unknown_key')
    expect(() => other.open(place, sealed)).toThrow(first.id)
    expect(reasonOf(() => other.open(place, sealed.replace(first.id, second.id)))).toBe('damaged')
  })

  it('opens with an older key what that key sealed, and seals with the newest', () => {
    const old = createVault([first]).seal(place, 'old')
    const both = createVault([second, first])
    expect(both.open(place, old)).toBe('old')
    expect(createVault([second]).open(place, both.seal(place, 'new'))).toBe('new')
  })
})

it('never uses a nonce twice', () => {
  const key = randomBytes(32)
  const seen = new Set<string>()
  for (let i = 0; i < 100_000; i++) seen.add(encrypt(key, Buffer.alloc(0), '').toString('latin1', 0, 12))
  expect(seen.size).toBe(100_000)
})
