import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { SetupFailure } from './failure.mjs'
import { root } from './paths.mjs'
import { withProgress } from './progress.mjs'
import { run } from './run.mjs'

const stampFile = `${root}node_modules/.trunkline-stamp`
const driverBuild = `${root}node_modules/better-sqlite3/build`

/** Makes node_modules match package-lock.json and this Node; does nothing when it does already. */
export async function ensureInstalled() {
  const wanted = stamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  if (lockedPackagesPresent() && (await driverLoads())) {
    writeFileSync(stampFile, wanted)
    return
  }
  console.error(
    'Installing packages (only the first time, or after an update). Where no ready-made SQLite driver can be fetched,\n' +
      'it is compiled here, which may take several minutes. Please let it work.',
  )
  const startedMs = Date.now()
  const result = await withProgress(
    () => phase(startedMs),
    npm(['ci', '--include=dev', '--no-audit', '--no-fund']),
  )
  if (result.code !== 0) {
    throw new SetupFailure(
      'The packages could not be installed; npm says why above. Most often the package registry cannot be reached, or\n' +
        'there are no tools to compile the SQLite driver (Debian: apt-get install build-essential python3).',
      result.output,
    )
  }
  if (!(await driverLoads())) {
    throw new SetupFailure(
      'The SQLite driver was installed but does not load. Delete node_modules and try again; if npm is set to ignore\n' +
        'install scripts (npm config get ignore-scripts), allow them for this project.',
    )
  }
  writeFileSync(stampFile, wanted)
}

/** Changes with the lock file and with the Node that native modules were built for. */
function stamp() {
  const lock = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex')
  return `${lock} ${process.platform}-${process.arch} abi${process.versions.modules}\n`
}

/** @param {number} sinceMs what lay there before is no sign of progress */
function phase(sinceMs) {
  const built = statSync(driverBuild, { throwIfNoEntry: false })
  return built && built.mtimeMs > sinceMs ? 'compiling the SQLite driver' : 'fetching packages'
}

/** Whether npm was run by hand, or the lock file changed for other systems alone: npm's own record names every package of the lock file in its version. */
function lockedPackagesPresent() {
  const record = `${root}node_modules/.package-lock.json`
  if (!existsSync(record)) return false
  const present = JSON.parse(readFileSync(record, 'utf8')).packages
  const locked = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages
  return Object.keys(locked).every(
    (path) => path === '' || locked[path].optional || present[path]?.version === locked[path].version,
  )
}

async function driverLoads() {
  const load = "new (require('better-sqlite3'))(':memory:').close()"
  return (await run(process.execPath, ['-e', load])).code === 0
}

/** @param {readonly string[]} args */
function npm(args) {
  const env = { ...process.env, JOBS: '2', MAKEFLAGS: '-j2' }
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], { env })
  return run('npm', args, { env, shell: process.platform === 'win32' })
}
