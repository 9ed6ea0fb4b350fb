import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { SetupFailure } from './failure.mjs'
import { root, tools } from './paths.mjs'
import { runNode } from './run.mjs'

/**
 * One line of `npm test`: `run` tells what passed and what was printed, which is shown when something failed.
 * @typedef {{ name: string, run: () => Promise<{ tally: import('./tally.mjs').Tally, output: string }> }} Step
 */

const passed = { passed: 1, failed: 0, skipped: 0 }
const failed = { passed: 0, failed: 1, skipped: 0 }
const staticLimitMs = 5 * 60_000
/** A suite that hangs ends well before the hour that a build server gives to all of them; a deep crash run takes longer. */
const suiteLimitMs = (20 + 4 * Number(process.env.TEST_KILLS ?? 0)) * 60_000

/** The suites, in the order in which they run; each is a project of vitest.config.ts. */
export const suites = ['unit', 'wire', 'database', 'crash', 'browser']

/** @type {readonly Step[]} */
export const staticSteps = [
  tool('format and lint', tools.biome, ['check', '--error-on-warnings', '.']),
  tool('types of the server', tools.tsc, ['-p', 'tsconfig.json', '--noEmit']),
  tool('types of the tests', tools.tsc, ['-p', 'test/tsconfig.json']),
  tool('types of the web app', tools.tsc, ['-p', 'web/tsconfig.json']),
  tool('promises nobody waits for', `${root}scripts/floating-promises.mjs`, []),
  tool('unused files and exports', tools.knip, []),
]

/** @type {Step} */
export const buildStep = {
  name: 'build',
  async run() {
    try {
      await ensureBuilt()
      return { tally: passed, output: '' }
    } catch (error) {
      if (!(error instanceof SetupFailure)) throw error
      return { tally: failed, output: `${error.output}\n${error.message}` }
    }
  },
}

/**
 * @param {string} name
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Step}
 */
function tool(name, script, args) {
  return {
    name,
    async run() {
      const { code, output } = await runNode(script, args, { timeoutMs: staticLimitMs })
      return { tally: code === 0 ? passed : failed, output }
    },
  }
}

/**
 * One vitest project. Without filters a suite that has no test fails.
 * @param {string} name one of `suites`
 * @param {readonly string[]} filters parts of file names; none means all files
 * @param {NodeJS.ProcessEnv} env
 * @returns {Step}
 */
export function suiteStep(name, filters, env) {
  return {
    name: `${name} tests`,
    async run() {
      const folder = mkdtempSync(join(tmpdir(), 'trunkline-tally-'))
      const file = join(folder, 'tally.json')
      const args = [
        'run',
        `--project=${name}`,
        '--reporter=default',
        `--reporter=${root}scripts/lib/vitest-tally.mjs`,
      ]
      if (filters.length > 0) args.push('--passWithNoTests', ...filters)
      try {
        const options = { env: { ...env, TALLY_FILE: file }, timeoutMs: suiteLimitMs }
        const { code, output } = await runNode(tools.vitest, args, options)
        const tally = readTally(file)
        if (code !== 0 && tally.failed === 0) tally.failed = 1
        return { tally, output }
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}

/**
 * @param {string} file
 * @returns {import('./tally.mjs').Tally} all zero when vitest ended before it could write one
 */
function readTally(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}
