import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const copied = [
  'biome.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'migrations',
  'providers',
  'sandbox',
  'scripts',
  'src',
  'test',
]
const run = promisify(execFile)
const minutes = 60_000

/** `npm run new-provider` in a copy of the tree: the result must pass everything as it is. */
describe('a new provider', { timeout: 3 * minutes }, () => {
  const tree = mkdtempSync(path.join(tmpdir(), 'trunkline-new-provider-'))
  const node = (...args: string[]) =>
    run(process.execPath, args, { cwd: tree, maxBuffer: 1e8, env: { ...process.env, NO_COLOR: '1' } })
  const tool = (file: string) => path.join(root, 'node_modules', file)

  beforeAll(async () => {
    for (const name of copied) cpSync(path.join(root, name), path.join(tree, name), { recursive: true })
    symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'))
    await node('scripts/new-provider.mjs', 'acme', '--name', "Acme's SMS")
    await node('scripts/new-provider.mjs', 'zulu')
  })
  afterAll(() => rmSync(tree, { recursive: true }))

  test('is formatted, without lint and typed', async () => {
    await node(tool('@biomejs/biome/bin/biome'), 'check', '--vcs-enabled=false', 'providers')
    await node(tool('typescript/bin/tsc'), '-p', 'tsconfig.json', '--noEmit')
  })

  test('passes the conformance suite', async () => {
    const { stdout } = await node(
      tool('vitest/vitest.mjs'),
      'run',
      '--project',
      'unit',
      '--reporter',
      'verbose',
      'test/providers',
    )
    for (const id of ['acme', 'generic', 'zulu']) expect(stdout).toContain(`'${id}'`)
  })

  test.each([
    ['a name in use', ['generic'], 'already'],
    ['a name that is no id', ['Acme-2'], 'Usage'],
    ['no name', [], 'Usage'],
  ])('%s is refused', async (_what, args, words) => {
    await expect(node('scripts/new-provider.mjs', ...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(words),
    })
  })
})
