import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createChannel, signIn } from './lib/client.ts'
import { startGateway, temporaryDir } from './lib/gateway.ts'
import { printMachine } from './lib/machine.ts'
import { pinSelf } from './lib/pin.ts'
import { spread } from './lib/stats.ts'
import { printGoal, printTable } from './lib/table.ts'

/* Start-up of the built tree, memory at rest with one channel, and size on disk. */

const STARTS = 5
const REST_MS = 60_000
const root = fileURLToPath(new URL('../../', import.meta.url))

pinSelf()
printMachine()
const firstDir = temporaryDir()
const first = await startGateway({ dataDir: firstDir })
await createChannel(await signIn(first.url), { api_base_url: 'http://127.0.0.1:9', messages_per_second: 1 })
await first.stop()
const dataBytes = sizeOf(firstDir)

const readyMs: number[] = []
for (let i = 0; i < STARTS; i++) {
  const gateway = await startGateway({ dataDir: firstDir })
  readyMs.push(gateway.readyMs)
  await gateway.stop()
}
// The start leaves a large young generation behind, which V8 gives back once the process has been at rest for a while.
const resting = await startGateway({ dataDir: firstDir })
await sleep(5_000)
const earlyMb = residentBytes(resting.pid) / 2 ** 20
await sleep(REST_MS)
const restMb = residentBytes(resting.pid) / 2 ** 20
await resting.stop()

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
printTable(
  ['what', 'figure'],
  [
    ['first start: create the database, one administrator', `${(first.readyMs / 1_000).toFixed(2)} s`],
    [
      'later starts, to /readyz',
      `${spread(
        readyMs.map((ms) => ms / 1_000),
        2,
      )} s`,
    ],
    ['memory (RSS), one channel, 5 s after the start', `${earlyMb.toFixed(0)} MiB`],
    ['memory (RSS) after a minute at rest', `${restMb.toFixed(0)} MiB`],
    ['data directory after the first start', megabytes(dataBytes)],
    ['dist/src, dist/providers, dist/migrations', megabytes(builtBytes())],
    ['dist/web', megabytes(sizeOf(`${root}dist/web`))],
    ['node_modules of production', megabytes(productionBytes())],
  ],
)
const slowest = Math.max(...readyMs, first.readyMs) / 1_000
printGoal(`ready in at most ${slowest.toFixed(2)} s (goal 2)`, slowest <= 2)
printGoal(`memory at rest ${restMb.toFixed(0)} MiB (goal 120)`, restMb <= 120)
process.exit(0)

function builtBytes(): number {
  return ['src', 'providers', 'migrations'].reduce((sum, folder) => sum + sizeOf(`${root}dist/${folder}`), 0)
}

/** The packages that the lock file does not mark as needed for development only. */
function productionBytes(): number {
  const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>
  }
  return Object.entries(lock.packages)
    .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
    .filter(([path]) => !path.slice('node_modules/'.length).includes('node_modules/'))
    .reduce((sum, [path]) => sum + sizeOf(root + path), 0)
}

/** Bytes of all files below a folder; 0 where it is not there. */
function sizeOf(folder: string): number {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return 0
  }
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? sizeOf(path) : lstatSync(path).size)
  }, 0)
}

/** From /proc; NaN where there is none. The process's own pid: `taskset` becomes the program. */
function residentBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
  } catch {
    return Number.NaN
  }
}
