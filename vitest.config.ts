import { defineConfig } from 'vitest/config'

const second = 1000

/**
 * One suite per folder of test/; `npm test` runs them one after the other. A test in none of the other suites' folders
 * is a unit test, so that none is forgotten.
 */
export default defineConfig({
  test: {
    projects: [
      suite('unit', '', { parallel: true, timeoutMs: 20 * second }),
      suite('wire', 'wire', { parallel: true, timeoutMs: 30 * second }),
      suite('database', 'db', { parallel: true, timeoutMs: 30 * second }),
      suite('crash', 'crash', { parallel: false, timeoutMs: 300 * second }),
      suite('browser', 'browser', { parallel: false, timeoutMs: 120 * second }),
    ],
  },
})

function suite(name: string, folder: string, options: { parallel: boolean; timeoutMs: number }) {
  return {
    test: {
      name,
      include: [folder === '' ? 'test/**/*.test.ts' : `test/${folder}/**/*.test.ts`],
      exclude: folder === '' ? ['test/{wire,db,crash,browser}/**'] : [],
      pool: 'forks' as const,
      execArgv: ['--disable-proto=delete'],
      maxWorkers: options.parallel ? 2 : 1,
      fileParallelism: options.parallel,
      testTimeout: options.timeoutMs,
      hookTimeout: options.timeoutMs,
      // A machine that does other things too takes its time.
      expect: { poll: { timeout: 15 * second } },
      sequence: { groupOrder: options.parallel ? 0 : 1 },
    },
  }
}
