import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type MediaStore, openMediaStore } from '../../src/core/media/store.ts'
import { sweepMedia } from '../../src/core/media/sweep.ts'

let dataDir: string
let store: MediaStore
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trunkline-media-'))
  store = await openMediaStore(dataDir)
})
afterEach(() => rm(dataDir, { recursive: true }))

async function* bytes(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part)
}
async function textOf(stream: Readable) {
  return Buffer.concat(await stream.toArray()).toString()
}
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const incoming = () => readdir(join(dataDir, 'media', 'incoming'))

test('a file is kept under the hash of its content, for its owner only', async () => {
  const sha256 = hashOf('hello world')
  expect(await store.write(bytes('hello ', 'world'), 100)).toEqual({ sha256, bytes: 11 })
  expect(store.pathOf(sha256)).toBe(join(dataDir, 'media', sha256.slice(0, 2), sha256.slice(2, 4), sha256))
  expect((await stat(store.pathOf(sha256))).mode & 0o777).toBe(0o600)
  expect(await store.sizeOf(sha256)).toBe(11)
  expect(await incoming()).toEqual([])
})

test('ranges', async () => {
  const { sha256 } = await store.write(bytes('0123456789'), 100)
  expect(await textOf(store.read(sha256))).toBe('0123456789')
  expect(await textOf(store.read(sha256, { first: 0, last: 0 }))).toBe('0')
  expect(await textOf(store.read(sha256, { first: 3, last: 6 }))).toBe('3456')
  expect(await textOf(store.read(sha256, { first: 9, last: 9 }))).toBe('9')
})

test('the same file twice, also at once, is one file', async () => {
  const written = await Promise.all(Array.from({ length: 20 }, () => store.write(bytes('same'), 100)))
  expect(new Set(written.map((file) => file.sha256)).size).toBe(1)
  expect(await textOf(store.read(hashOf('same')))).toBe('same')
  expect(await incoming()).toEqual([])
})

test('nothing is kept of a broken or too long write', async () => {
  async function* broken() {
    yield Buffer.from('half')
    throw new Error('cut')
  }
  await expect(store.write(broken(), 100)).rejects.toThrow('cut')
  await expect(store.write(bytes('01234', '56789'), 9)).rejects.toMatchObject({ code: 'body_too_large' })
  expect(await readdir(join(dataDir, 'media'))).toEqual(['incoming'])
  expect(await incoming()).toEqual([])
})

test('names that are no hash reach no file', async () => {
  for (const name of ['', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`, `${'a'.repeat(64)}\n`]) {
    expect(() => store.pathOf(name)).toThrow()
    expect(() => store.read(name)).toThrow()
  }
  expect(await store.sizeOf('a'.repeat(64))).toBeUndefined()
  await expect(once(store.read('a'.repeat(64)), 'data')).rejects.toMatchObject({ code: 'ENOENT' })
})

test('removing twice is fine', async () => {
  const { sha256 } = await store.write(bytes('x'), 100)
  await store.remove(sha256)
  await store.remove(sha256)
  expect(await store.sizeOf(sha256)).toBeUndefined()
})

test('the sweep takes what no row refers to and what broken writes left, but nothing young or strange', async () => {
  const hour = 60 * 60 * 1000
  const now = Date.now() + 2 * hour
  const kept = await store.write(bytes('kept'), 100)
  const orphan = await store.write(bytes('orphan'), 100)
  const young = await store.write(bytes('young'), 100)
  await utimes(store.pathOf(young.sha256), now / 1000, now / 1000)
  await writeFile(join(dataDir, 'media', 'incoming', 'left'), 'half')
  await writeFile(join(dataDir, 'media', 'README'), 'not ours')
  const swept = await sweepMedia(dataDir, (sha256) => sha256 === kept.sha256, now)
  expect(swept).toEqual({ files: 2, bytes: 10 })
  expect(await store.sizeOf(kept.sha256)).toBe(4)
  expect(await store.sizeOf(young.sha256)).toBe(5)
  expect(await store.sizeOf(orphan.sha256)).toBeUndefined()
  expect(await incoming()).toEqual([])
  expect(await readdir(join(dataDir, 'media'))).toContain('README')
})

test('a file that is written anew while the sweep looks at it stays', async () => {
  const { sha256 } = await store.write(bytes('again'), 100)
  await utimes(store.pathOf(sha256), 1, 1)
  const isReferred = async () => {
    await store.write(bytes('again'), 100)
    return false
  }
  expect(await sweepMedia(dataDir, isReferred, Date.now())).toEqual({ files: 0, bytes: 0 })
  expect(await textOf(store.read(sha256))).toBe('again')
})
