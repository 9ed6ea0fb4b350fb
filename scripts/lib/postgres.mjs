import { execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetupFailure } from './failure.mjs'

/** Runs the server until its standard input closes, so that it ends with this process however that one ends. */
const keeper =
  'folder=$1; shift; "$0" -D "$folder/data" "$@" & cat > /dev/null; kill -INT $!; wait; rm -rf "$folder"'
const startMs = 60_000

/**
 * Starts a PostgreSQL cluster of its own in a temporary folder, on a free loopback port, with durable settings.
 * @param {string} binaries folder of `initdb` and `postgres`
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} the administrator's URL; `stop` also removes the folder
 */
export async function startPostgres(binaries) {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-postgres-'))
  const user = serverUser()
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  try {
    const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
    execFileSync(join(binaries, 'initdb'), init, {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw new SetupFailure(`The PostgreSQL for the tests could not be made: ${error}`)
  }
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '100' }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(
    'sh',
    ['-c', keeper, join(binaries, 'postgres'), folder, '-p', String(port), ...flags],
    {
      ...user,
      cwd: folder,
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  )
  let log = ''
  server.stderr.setEncoding('utf8').on('data', (text) => {
    log = (log + text).slice(-8000)
  })
  const ended = new Promise((resolve) => server.once('close', resolve))
  async function stop() {
    server.stdin.end()
    await ended
  }
  const deadlineMs = Date.now() + startMs
  while (!ready(data)) {
    await sleep(50)
    if (Date.now() < deadlineMs && !log.includes('FATAL')) continue
    await stop()
    throw new SetupFailure(`The PostgreSQL for the tests did not start: ${log}`)
  }
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop }
}

/** PostgreSQL refuses to run as root: there it runs as the system user `postgres`, or `nobody`. */
function serverUser() {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (/** @type {string} */ flag) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // No such user: the next one.
    }
  }
  return {}
}

/** @param {string} data folder whose postmaster.pid says `ready` in its last line once the server answers */
function ready(data) {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').trimEnd().endsWith('ready')
  } catch {
    return false
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
