import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { lockDataDir } from '../../src/db/lock.ts'
import { compileScript, startScript } from '../support/run-script.ts'

let holder: string
beforeAll(async () => {
  holder = await compileScript('test/support/hold-lock.ts')
})

const newDir = () => mkdtempSync(path.join(tmpdir(), 'trunkline-lock-'))

it('one process at a time, and the second is told who holds it', async () => {
  const dataDir = newDir()
  const first = await startScript(holder, [dataDir], 'locked')
  try {
    expect(lockDataDir(dataDir)).toEqual({
      ok: false,
      problem: `Another process (pid ${first.pid}) uses the data directory ${dataDir}.`,
    })
  } finally {
    first.kill('SIGKILL')
  }
})

it('a place that cannot be used is named, with what to do', () => {
  const file = path.join(newDir(), 'a-file')
  writeFileSync(file, '')
  const closed = newDir()
  // Stands where a file has to be written: refused to every user, root too.
  mkdirSync(path.join(closed, 'gateway.pid'))
  for (const dataDir of [file, path.join(file, 'below'), closed]) {
    const locked = lockDataDir(dataDir)
    expect(locked).toMatchObject({
      ok: false,
      problem: expect.stringContaining(`${dataDir} cannot be used (E`),
    })
    expect(locked).toMatchObject({ problem: expect.stringMatching(/set TRUNKLINE_DATA_DIR\.$/) })
  }
})

it.each(['SIGKILL', 'SIGTERM'] as const)(
  'the lock is free as soon as its holder died of %s',
  async (signal) => {
    const dataDir = newDir()
    const first = await startScript(holder, [dataDir], 'locked')
    const gone = once(first, 'exit')
    first.kill(signal)
    await gone
    const second = lockDataDir(dataDir)
    expect(second.ok).toBe(true)
    if (second.ok) second.release()
  },
)

it('makes the directory, and can be released and taken again within one process', () => {
  const dataDir = path.join(newDir(), 'new', 'data')
  const first = lockDataDir(dataDir)
  expect(lockDataDir(dataDir).ok).toBe(false)
  if (first.ok) first.release()
  const again = lockDataDir(dataDir)
  expect(again.ok).toBe(true)
  if (again.ok) again.release()
})
