import { writeFileSync } from 'node:fs'

/**
 * Vitest reporter that writes the run's tally as JSON to the file named by TALLY_FILE. Whatever fails outside a test (a
 * file that cannot be loaded, a hook, an unhandled rejection, an interrupted run) counts as one failure each.
 */
export default class VitestTally {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   * @param {import('vitest/node').TestRunEndReason} reason
   */
  onTestRunEnd(modules, unhandledErrors, reason) {
    const tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    if (reason === 'interrupted') tally.failed++
    for (const module of modules) {
      tally.failed += module.errors().length
      for (const suite of module.children.allSuites()) tally.failed += suite.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') tally.passed++
        else if (state === 'skipped') tally.skipped++
        else tally.failed++
      }
    }
    if (process.env.TALLY_FILE) writeFileSync(process.env.TALLY_FILE, JSON.stringify(tally))
  }
}
