import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findSecretKey } from '../../src/config/secret-key.ts'
import { Secret } from '../../src/lib/secret.ts'

const newDir = () => mkdtempSync(path.join(tmpdir(), 'trunkline-key-'))
const fromEnvironment = (value: string) =>
  findSecretKey({ given: new Secret(value), dataDir: newDir(), databaseExists: false })

describe('a key from the environment', () => {
  const bytes = randomBytes(32)

  it.each([
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64'),
    bytes.toString('base64').replace('=', ''),
    bytes.toString('base64url'),
    ` ${bytes.toString('base64')}\n`,
  ])('is read in each spelling (%#)', (text) => {
    expect(fromEnvironment(text)).toEqual({ ok: true, bytes, from: 'environment' })
  })

  it.each([
    'changeme',
    'secret',
    randomBytes(16).toString('hex'),
    randomBytes(33).toString('base64'),
    `${randomBytes(31).toString('hex')}zz`,
    Buffer.alloc(32).toString('base64'),
    'ab'.repeat(32),
    '0123456789abcdef'.repeat(4),
    Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('hex'),
    Buffer.from('change-me-change-me-change-me-00').toString('base64'),
    Buffer.from('thisisasecretkeyfortrunkline2026').toString('hex'),
  ])('is refused when it is short, long or made up (%#)', (text) => {
    const found = fromEnvironment(text)
    expect(found).toMatchObject({ ok: false, problem: expect.stringContaining('TRUNKLINE_SECRET_KEY') })
    expect(JSON.stringify(found)).not.toContain(text)
  })
})

describe('the key file', () => {
  it('is made once, for its owner only', () => {
    const dataDir = path.join(newDir(), 'deep', 'data')
    const made = findSecretKey({ given: undefined, dataDir, databaseExists: false })
    expect(made).toMatchObject({ ok: true, from: 'made' })
    expect(statSync(path.join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600)
    expect(readdirSync(dataDir)).toEqual(['secret.key'])
    const again = findSecretKey({ given: undefined, dataDir, databaseExists: true })
    expect(again).toEqual({ ...made, from: 'file' })
  })

  it.each([0o640, 0o604, 0o660])('is refused when others may read it (mode %o)', (mode) => {
    const dataDir = newDir()
    findSecretKey({ given: undefined, dataDir, databaseExists: false })
    chmodSync(path.join(dataDir, 'secret.key'), mode)
    const found = findSecretKey({ given: undefined, dataDir, databaseExists: false })
    expect(found).toMatchObject({ ok: false, problem: expect.stringContaining('chmod 600') })
  })

  it('is refused when it is damaged, and never replaced', () => {
    const dataDir = newDir()
    const file = path.join(dataDir, 'secret.key')
    writeFileSync(file, 'half', { mode: 0o600 })
    expect(findSecretKey({ given: undefined, dataDir, databaseExists: false })).toMatchObject({ ok: false })
    expect(readFileSync(file, 'utf8')).toBe('half')
  })

  it('is not made anew beside a database that an earlier key sealed', () => {
    const dataDir = newDir()
    const found = findSecretKey({ given: undefined, dataDir, databaseExists: true })
    expect(found).toMatchObject({ ok: false, problem: expect.stringContaining('secret.key is missing') })
    expect(readdirSync(dataDir)).toEqual([])
  })
})
