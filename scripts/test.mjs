// npm test [-- unit wire database crash browser | check] [part of a file name …]
// Installs what is missing, runs everything in order, and ends with the line `N passed, N failed`.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runMain } from './lib/failure.mjs'
import { followNpm } from './lib/follow-npm.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { startPostgres } from './lib/postgres.mjs'
import { seconds, withProgress } from './lib/progress.mjs'
import { exitOnSignals } from './lib/signals.mjs'
import { buildStep, staticSteps, suiteStep, suites } from './lib/steps.mjs'
import { ensureChromium, ensurePostgres } from './lib/system-packages.mjs'
import { exitCode, sum, summaryLine } from './lib/tally.mjs'

const words = process.argv.slice(2)
const named = words.filter((word) => word === 'check' || suites.includes(word))
const filters = words.filter((word) => !named.includes(word))
const all = words.length === 0
const wantedSuites = suites.filter(
  (name) => all || named.includes(name) || (named.length === 0 && filters.length > 0),
)

/** Everything that the suites put into the temporary folder goes with this one. */
const temporary = mkdtempSync(join(tmpdir(), 'trunkline-test-'))
// Where this is root, a test's own PostgreSQL runs as another user, and has its folder in here too.
chmodSync(temporary, 0o711)
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))

/** @type {{ url: string, stop: () => Promise<void> } | undefined} */
let postgres
exitOnSignals()
followNpm()
await runMain(async () => {
  requireNode()
  await ensureInstalled()
  const steps = all || named.includes('check') ? [...staticSteps] : []
  if (wantedSuites.length > 0) {
    const env = await suiteEnvironment()
    steps.push(buildStep, ...wantedSuites.map((name) => suiteStep(name, filters, env)))
  }
  try {
    const tally = sum(await runSteps(steps))
    process.exitCode = exitCode(tally)
    console.log(`\n${summaryLine(tally)}`)
  } finally {
    await postgres?.stop()
  }
})

/** @param {readonly import('./lib/steps.mjs').Step[]} steps */
async function runSteps(steps) {
  const tallies = []
  for (const step of steps) {
    const startedMs = Date.now()
    const { tally, output } = await withProgress(() => step.name, step.run())
    if (tally.failed > 0) console.log(output.trimEnd())
    const mark = tally.failed > 0 ? '✗' : '✓'
    console.log(`${mark} ${step.name}: ${summaryLine(tally)} (${seconds(Date.now() - startedMs)})`)
    tallies.push(tally)
  }
  return tallies
}

/** What the suites get: the caller's environment without gateway settings, a PostgreSQL, and the browser's path. */
async function suiteEnvironment() {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('TRUNKLINE_')),
  )
  env.TMPDIR = temporary
  if (wantedSuites.includes('browser')) env.CHROMIUM_PATH = await ensureChromium()
  if (!env.TEST_DATABASE_URL) {
    postgres = await startPostgres(await ensurePostgres())
    env.TEST_DATABASE_URL = postgres.url
  }
  return env
}
