import Database from 'better-sqlite3'
import { Client } from 'pg'
import { createChannel, secret, sender, signIn } from './lib/client.ts'
import { startFloor, startGateway, temporaryDir } from './lib/gateway.ts'
import { type LoadResult, sendAll } from './lib/generator.ts'
import { printMachine } from './lib/machine.ts'
import { pinSelf } from './lib/pin.ts'
import type { Started } from './lib/process.ts'
import { slowFsync } from './lib/slow-fsync.ts'
import { median, spread } from './lib/stats.ts'
import { printGoal, printTable } from './lib/table.ts'
import { signedWebhooks } from './lib/webhooks.ts'

/*
 * Inbound: signed webhooks against a bare Express handler (the floor) and against the gateway with everything on, durable.
 * ROUNDS says how often (5). BENCH_POSTGRES, a URL of an empty database, adds the gateway on PostgreSQL.
 */

const rounds = Number(process.env.ROUNDS ?? 5)
const loads = [
  { connections: 1, requests: 2_000 },
  { connections: 16, requests: 10_000 },
  { connections: 128, requests: 20_000 },
]
const FIXED_RATE = 1_500

type Result = LoadResult & {
  /** Processor time of the server for each request. */
  readonly cpuMicros: number
}

interface Target {
  readonly name: string
  readonly process: Started
  readonly path: string
  /** Messages on disk; undefined where nothing is stored. */
  rows?(): Promise<number>
}

async function gateway(name: string, env: Record<string, string>, postgresUrl?: string): Promise<Target> {
  const dataDir = temporaryDir()
  const started = await startGateway({
    dataDir,
    env: postgresUrl ? { ...env, TRUNKLINE_DATABASE_URL: postgresUrl } : env,
  })
  const client = await signIn(started.url)
  const base = { api_base_url: 'http://127.0.0.1:9', messages_per_second: 1 }
  const channel = await createChannel(client, base)
  const rows = postgresUrl ? await postgresRows(postgresUrl) : sqliteRows(dataDir)
  return { name, process: started, path: channel.webhook, rows }
}

const countRows = "select count(*) as count from message where direction = 'in'"

function sqliteRows(dataDir: string): () => Promise<number> {
  const count = new Database(`${dataDir}/trunkline.db`, { readonly: true }).prepare(countRows).pluck()
  return async () => count.get() as number
}

async function postgresRows(url: string): Promise<() => Promise<number>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return async () => Number((await client.query<{ count: string }>(countRows)).rows[0]?.count)
}

async function measure(
  target: Target,
  load: { connections: number; requests: number; perSecond?: number },
): Promise<Result> {
  const requests = signedWebhooks(target.path, secret, sender, load.requests)
  const before = (await target.rows?.()) ?? 0
  const cpuBefore = target.process.cpuMicros()
  const result = await sendAll({ ...load, port: target.process.port, requests })
  const cpuMicros = (target.process.cpuMicros() - cpuBefore) / requests.length
  const stored = target.rows ? (await target.rows()) - before : requests.length
  if (stored !== requests.length)
    throw new Error(`${target.name} acknowledged ${requests.length} and stored ${stored}`)
  return { ...result, cpuMicros }
}

pinSelf()
printMachine()
const slow = slowFsync(temporaryDir())
if (!slow) console.log('The column with a slow disk is left out: there is no gcc to build the preload.\n')
const floor: Target = { name: 'floor', process: await startFloor(secret), path: '/webhook' }
const fast = await gateway('gateway', {})
const slowed = slow && (await gateway('gateway, fsync + 2 ms', slow))
const postgresUrl = process.env.BENCH_POSTGRES
const postgres = postgresUrl ? await gateway('gateway, PostgreSQL', {}, postgresUrl) : undefined
const targets = [floor, fast, slowed, postgres].filter((target) => target !== undefined)

// The first requests are spent on compiling.
for (const target of targets) await measure(target, { connections: 128, requests: 20_000 })
const results = new Map<string, Result[]>()
const of = (target: Target, key: string | number) => results.get(`${target.name} ${key}`) ?? []
for (let round = 0; round < rounds; round++) {
  for (const load of loads) {
    for (const target of targets) {
      const key = `${target.name} ${load.connections}`
      results.set(key, [...(results.get(key) ?? []), await measure(target, load)])
    }
  }
  for (const target of targets) {
    const result = await measure(target, { connections: 64, requests: 4_500, perSecond: FIXED_RATE })
    results.set(`${target.name} fixed`, [...of(target, 'fixed'), result])
  }
}

const ratios = (target: Target, against: Target, key: string | number) =>
  of(target, key).map((result, i) => result.perSecond / (of(against, key)[i]?.perSecond ?? Number.NaN))
const rows = [...loads.map((load) => load.connections), 'fixed'].flatMap((key) =>
  targets.map((target) => {
    const all = of(target, key)
    return [
      key === 'fixed' ? `${FIXED_RATE}/s` : key,
      target.name,
      spread(all.map((one) => one.perSecond)),
      key === 'fixed' ? '' : spread(ratios(target, floor, key), 2),
      spread(all.map((one) => one.cpuMicros)),
      spread(
        all.map((one) => one.p50Ms),
        1,
      ),
      spread(
        all.map((one) => one.p99Ms),
        1,
      ),
    ]
  }),
)
printTable(['connections', 'server', 'per second', '/ floor', 'CPU µs each', 'p50 ms', 'p99 ms'], rows)

const ratio = median(ratios(fast, floor, 128))
const p99 = median(of(fast, 128).map((one) => one.p99Ms))
printGoal(`128 connections: ${ratio.toFixed(2)} of the floor (goal 1.0)`, ratio >= 1)
printGoal(`128 connections: p99 ${p99.toFixed(0)} ms (goal 60)`, p99 <= 60)
const fixed = (target: Target) => median(of(target, 'fixed').map((one) => one.p99Ms))
const latency = fixed(fast) / fixed(floor)
printGoal(`${FIXED_RATE}/s: p99 ${latency.toFixed(2)} of the floor's (goal 1.5)`, latency <= 1.5)
if (slowed) {
  const kept = median(ratios(slowed, fast, 128))
  printGoal(`fsync + 2 ms: ${kept.toFixed(2)} of its own fast rate (goal 0.5)`, kept >= 0.5)
}
process.exit(0)
