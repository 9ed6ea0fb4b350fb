import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root, tools } from '../../scripts/lib/paths.mjs'
import { runNode } from '../../scripts/lib/run.mjs'

// Forgotten promises, each planted in a file of its own. Each tool runs once over all of them: a start costs seconds on
// a busy machine.
const runWithinMs = 180_000

const head = `import { rm } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { far } from './far.ts'

export async function near(): Promise<number> {
  return far()
}
`
const planted = (body: string) =>
  `${head}export function go(db: Kysely<{ t: object }>): void {\n  ${body}\n}\n`

/** Writes a file for each body, `0.ts` and so on, beside what they import. */
async function plant(folder: string, bodies: readonly string[]): Promise<void> {
  await writeFile(`${folder}/far.ts`, 'export async function far(): Promise<number> {\n  return 1\n}\n')
  await Promise.all(bodies.map((body, index) => writeFile(`${folder}/${index}.ts`, planted(body))))
}

describe('the linter', () => {
  const cases = [
    ['noFloatingPromises', 'near()'],
    ['noFloatingPromises', 'far()'],
    ['noMisusedPromises', "if (near()) throw new Error('always')"],
    ['noMisusedPromises', '[1].forEach(async () => {\n    await near()\n  })'],
  ] as const

  // With the project's rules, but outside of the project: in it, the linter reads every file of every package first.
  let folder: string
  let lint: { code: number; output: string }
  beforeAll(async () => {
    folder = await mkdtemp(`${tmpdir()}/trunkline-planted-`)
    const rules = JSON.parse(await readFile(`${root}biome.json`, 'utf8'))
    await writeFile(`${folder}/biome.json`, JSON.stringify({ ...rules, vcs: { enabled: false } }))
    await plant(
      folder,
      cases.map(([, body]) => body),
    )
    lint = await runNode(tools.biome, ['lint', `--config-path=${folder}`, '--max-diagnostics=none', folder])
  }, runWithinMs)
  afterAll(() => rm(folder, { recursive: true }))

  it.each(cases.map(([rule, body], index) => [rule, body, index] as const))(
    'finds by %s: %s',
    (rule, _body, index) => {
      expect(lint.output).toMatch(new RegExp(`\\b${index}\\.ts:\\d+:\\d+ lint/nursery/${rule} `))
      expect(lint.code).toBe(1)
    },
  )
})

describe('the check for promises nobody waits for', () => {
  const forgotten = [
    'near()',
    "rm('x')",
    "db.deleteFrom('t').execute()",
    'db.transaction().execute(async () => {})',
    'near().finally(() => {})',
    'near().then(() => {})',
    'if (Math.random() > 2) near()',
  ]
  const handled = [
    'void near()',
    'near().catch(() => {})',
    'near().then(console.log, console.error)',
    'near().catch(() => {}).finally(() => {})',
  ]

  // Inside the project: the types of packages are what this check is about.
  let folder: string
  let check: { code: number; output: string }
  beforeAll(async () => {
    folder = await mkdtemp(`${root}test/unit/planted-`)
    await writeFile(`${folder}/tsconfig.json`, '{ "extends": "../../tsconfig.json", "include": ["*.ts"] }\n')
    await plant(folder, [...forgotten, ...handled])
    const config = `${folder.slice(root.length)}/tsconfig.json`
    check = await runNode(`${root}scripts/floating-promises.mjs`, [config])
  }, runWithinMs)
  afterAll(() => rm(folder, { recursive: true }))

  it.each(forgotten.map((body, index) => [body, index] as const))('finds %s', (_body, index) => {
    expect(check.output).toMatch(new RegExp(`/${index}\\.ts:9: a promise`))
    expect(check.code).toBe(1)
  })

  it.each(handled.map((body, index) => [body, forgotten.length + index] as const))(
    'is content with %s',
    (_body, index) => expect(check.output).not.toContain(`/${index}.ts`),
  )
})
