import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openMediaStore } from '../../src/core/media/store.ts'
import { sweepMedia } from '../../src/core/media/sweep.ts'
import { compileScript, startScript } from '../support/run-script.ts'

test('kill -9 in the middle of writes leaves whole files only, and every file that was reported', async () => {
  const script = await compileScript(path.join(import.meta.dirname, '../support/write-media.ts'))
  const dataDir = await mkdtemp(path.join(tmpdir(), 'trunkline-media-'))
  try {
    for (let round = 0; round < 5; round++) {
      const writer = await startScript(script, [dataDir], '\n')
      let reported = ''
      writer.stdout?.on('data', (text) => {
        reported += text
      })
      await sleep(20 + 37 * round)
      writer.kill('SIGKILL')
      await new Promise((resolve) => writer.once('close', resolve))
      const kept = await filesIn(dataDir)
      for (const [name, bytes] of kept) expect(createHash('sha256').update(bytes).digest('hex')).toBe(name)
      // A line may be cut by the kill.
      for (const hash of reported.split('\n').slice(0, -1)) expect(kept.has(hash)).toBe(true)
    }
    await sweepMedia(dataDir, () => true, Date.now() + 2 * 60 * 60 * 1000)
    expect(await readdir(path.join(dataDir, 'media/incoming'))).toEqual([])
    expect((await filesIn(dataDir)).size).toBeGreaterThan(0)
    await openMediaStore(dataDir)
  } finally {
    await rm(dataDir, { recursive: true })
  }
})

async function filesIn(dataDir: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(path.join(dataDir, 'media'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.endsWith('incoming'))
  return new Map(
    await Promise.all(
      files.map(async (file) => [file.name, await readFile(path.join(file.parentPath, file.name))] as const),
    ),
  )
}
