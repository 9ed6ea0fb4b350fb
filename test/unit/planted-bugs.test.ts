import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root, tools } from '../../scripts/lib/paths.mjs'
import { runNode } from '../../scripts/lib/run.mjs'

// Forgotten promises, planted in a folder of the project so that its own configuration holds for them.
const near = `import { rm } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { far } from './far.ts'

export async function near(): Promise<number> {
  return far()
}
`
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(`${root}test/unit/planted-`)
  await writeFile(`${folder}/far.ts`, 'export async function far(): Promise<number> {\n  return 1\n}\n')
  await writeFile(`${folder}/tsconfig.json`, '{ "extends": "../../tsconfig.json", "include": ["*.ts"] }\n')
})
afterAll(() => rm(folder, { recursive: true }))

async function plant(body: string): Promise<void> {
  await writeFile(
    `${folder}/near.ts`,
    `${near}export function go(db: Kysely<{ t: object }>): void {\n  ${body}\n}\n`,
  )
}

describe('the linter', () => {
  it.each([
    ['noFloatingPromises', 'near()'],
    ['noFloatingPromises', 'far()'],
    ['noMisusedPromises', "if (near()) throw new Error('always')"],
    ['noMisusedPromises', '[1].forEach(async () => {\n    await near()\n  })'],
  ])('finds by %s: %s', async (rule, body) => {
    await plant(body)
    const { code, output } = await runNode(tools.biome, ['lint', folder])
    expect(output).toContain(`lint/nursery/${rule}`)
    expect(code).toBe(1)
  })
})

describe('the check for promises nobody waits for', () => {
  const check = () =>
    runNode(`${root}scripts/floating-promises.mjs`, [`${folder.slice(root.length)}/tsconfig.json`])

  it.each([
    'near()',
    "rm('x')",
    "db.deleteFrom('t').execute()",
    'db.transaction().execute(async () => {})',
    'near().finally(() => {})',
    'near().then(() => {})',
    'if (Math.random() > 2) near()',
  ])('finds %s', async (body) => {
    await plant(body)
    const { code, output } = await check()
    expect(output).toMatch(/near\.ts:9: a promise/)
    expect(code).toBe(1)
  })

  it.each([
    'void near()',
    'near().catch(() => {})',
    'near().then(console.log, console.error)',
    'near().catch(() => {}).finally(() => {})',
  ])('is content with %s', async (body) => {
    await plant(body)
    expect(await check()).toEqual({ code: 0, output: '' })
  })
})
