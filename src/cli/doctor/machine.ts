import { mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Finding, fine, problem, warning, wordsOf } from './finding.ts'

const MEBIBYTE = 1_048_576
const LITTLE_SPACE_MIB = 2_048
const NO_SPACE_MIB = 200

/** Node 20 has had no security fixes since 30 April 2026. */
const FIRST_SUPPORTED_NODE = 22

export function checkNode(version: string): Finding {
  const major = Number(/^v(\d+)/.exec(version)?.[1])
  return major >= FIRST_SUPPORTED_NODE
    ? fine('Node.js', `${version}.`)
    : warning(
        'Node.js',
        `${version} gets no security fixes any more.`,
        'Use the current LTS release in production: https://nodejs.org/en/download',
      )
}

export function checkDataDir(dataDir: string): Finding {
  const check = 'data directory'
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const probe = path.join(dataDir, `.doctor-${process.pid}`)
    writeFileSync(probe, 'x')
    rmSync(probe)
  } catch (error) {
    return problem(
      check,
      `${dataDir} cannot be written to: ${wordsOf(error)}.`,
      'Give the user that runs the gateway this directory (chown), or set TRUNKLINE_DATA_DIR to another.',
    )
  }
  const othersMayRead = (statSync(dataDir).mode & 0o077) !== 0 && process.platform !== 'win32'
  return othersMayRead
    ? warning(check, `${dataDir} is open to other users of this machine.`, `Run: chmod 700 ${dataDir}`)
    : fine(check, `${dataDir} can be written to.`)
}

export function checkDiskSpace(dataDir: string): Finding {
  const check = 'disk space'
  const { bavail, bsize } = statfsSync(dataDir)
  const free = Math.floor((bavail * bsize) / MEBIBYTE)
  const mend =
    'Free some space, move TRUNKLINE_DATA_DIR to a larger disk, or keep files for less long (TRUNKLINE_MEDIA_KEEP_HOURS).'
  if (free < NO_SPACE_MIB)
    return problem(check, `Only ${free} MiB are free: messages may soon be refused.`, mend)
  if (free < LITTLE_SPACE_MIB) return warning(check, `${free} MiB are free.`, mend)
  return fine(check, `${(free / 1_024).toFixed(1)} GiB are free.`)
}

/** No clock can rightly be before the day this was written. */
const EARLIEST_MS = Date.UTC(2026, 10, 21)
const TOLERANCE_MS = 60_000

/** `known` are times that other witnesses give: the newest row of the database, the database server's clock. */
export function checkClock(
  nowMs: number,
  known: { readonly newestEventAt?: number | undefined; readonly serverMs?: number | undefined },
): Finding {
  const check = 'clock'
  const mend = 'Let the machine follow a time server: timedatectl set-ntp true'
  const now = new Date(nowMs).toISOString()
  if (nowMs < EARLIEST_MS) return problem(check, `This machine thinks it is ${now}.`, mend)
  if (known.newestEventAt !== undefined && known.newestEventAt > nowMs + TOLERANCE_MS) {
    const newest = new Date(known.newestEventAt).toISOString()
    return problem(check, `It says ${now}, but the newest row of the database is of ${newest}.`, mend)
  }
  if (known.serverMs !== undefined && Math.abs(known.serverMs - nowMs) > TOLERANCE_MS) {
    return warning(
      check,
      `It differs from the database server's by ${Math.round((nowMs - known.serverMs) / 1_000)} s.`,
      mend,
    )
  }
  return fine(check, `${now}.`)
}
