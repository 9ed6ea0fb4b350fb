import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Migration } from 'kysely'
import { startSandbox } from '../sandbox/server.ts'
import { type App, createApp } from './app.ts'
import { CliProblem } from './cli/problem.ts'
import { dataPaths } from './config/data-paths.ts'
import type { Config } from './config/load.ts'
import { findSecretKey } from './config/secret-key.ts'
import { Problem } from './contract/problems.ts'
import type { Provider } from './contract/provider.ts'
import { ensureFirstAdministrator } from './core/people/first-administrator.ts'
import { lockDataDir } from './db/lock.ts'
import { migrate, NewerDatabase } from './db/migrate.ts'
import { lockDatabase } from './db/owner-lock.ts'
import { createDemo, type Demo } from './demo/demo.ts'
import { masterKey } from './lib/crypto/master-key.ts'
import { createVault, type Vault } from './lib/crypto/vault.ts'
import { armFailpoint } from './lib/failpoint.ts'
import { createLog, type Log } from './lib/log/log.ts'
import { startMetricsServer } from './lib/metrics/server.ts'

export interface GatewayOptions {
  readonly config: Config
  readonly demo: boolean
  readonly version: string
  readonly providers: Readonly<Record<string, Provider>>
  readonly migrations: Readonly<Record<string, Migration>>
}

/** Runs the gateway until it is told to stop; rejects with a sentence for the operator where it cannot start. */
export async function runGateway(options: GatewayOptions): Promise<void> {
  const { config, version, providers, migrations } = options
  const { dataDir } = config.storage
  const log = createLog(config.logs)
  armFailpoint(config.trying.failpoint)
  // Whatever is written, the database with its messages first of all, is for this user only.
  process.umask(0o077)
  const lock = lockDataDir(dataDir)
  if (!lock.ok) throw new CliProblem(lock.problem)
  const ownerLock = await lockPostgres(config, log)
  const vault = openVault(config, existsSync(dataPaths(dataDir).database))

  const app = await createApp({
    config,
    vault,
    providers,
    version,
    log,
    webDir: fileURLToPath(new URL('../web', import.meta.url)),
    docsDir: fileURLToPath(new URL('../../docs', import.meta.url)),
    sandboxPort: () => portOf(demo.handsetUrl()),
  })
  const demo = createDemo({
    parts: { ...app.services, now: app.services.now },
    gatewayUrl: ownUrl(config),
    startSandbox: () => runSandbox(config.trying.sandboxPort),
  })
  let metricsServer: Server | undefined
  try {
    await migrateOrExplain(app, migrations, log)
    const code = await firstAdministrator(app, config)
    const told = await startDemo(demo, options.demo)
    const addLater = code !== undefined && (await demo.isOffered()) ? () => addFromPage(demo) : undefined
    app.services.firstRun = { code, addDemo: addLater }
    app.services.handsetUrl = demo.handsetUrl
    await app.start()
    metricsServer = await serveMetrics(app, config)
    await listen(app.server, config.server.port, config.server.host)
    log.info('ready', { version, url: config.server.publicUrl })
    announce([
      `Trunkline is at ${config.server.publicUrl}`,
      ...(code === undefined ? [] : setUpLines(code)),
      ...told,
      ...handsetLines(demo),
      'Ctrl-C stops it.',
    ])
  } catch (error) {
    // What runs by itself already would keep the process alive.
    metricsServer?.close()
    await demo.close()
    await app.stop()
    ownerLock?.release()
    throw error
  }

  const signal = await stopSignal()
  log.info('stopping', { signal })
  metricsServer?.close()
  await demo.close()
  await stop(app, config.server.stopTimeoutSeconds * 1_000, log)
  ownerLock?.release()
  lock.release()
  log.info('stopped')
}

/** On PostgreSQL the data directory's lock does not tell: two gateways with two directories could share one database. */
async function lockPostgres({ storage }: Config, log: Log): Promise<{ release(): void } | undefined> {
  if (!storage.databaseUrl) return undefined
  const locked = await lockDatabase({
    url: storage.databaseUrl.reveal(),
    lost: () => {
      log.error('another gateway took the database over; this one ends')
      process.exit(1)
    },
  }).catch((error: unknown) => {
    throw new CliProblem(`PostgreSQL could not be reached: ${error instanceof Error ? error.message : error}`)
  })
  if (!locked.ok) throw new CliProblem(locked.problem)
  return locked
}

function openVault({ security, storage }: Config, databaseExists: boolean): Vault {
  const key = findSecretKey({ given: security.secretKey, dataDir: storage.dataDir, databaseExists })
  if (!key.ok) throw new CliProblem(key.problem)
  return createVault([masterKey(key.bytes)])
}

async function migrateOrExplain(
  app: App,
  migrations: Readonly<Record<string, Migration>>,
  log: Log,
): Promise<void> {
  try {
    const applied = await migrate(app.store.db, migrations)
    if (applied.length > 0) log.info('database brought up to date', { count: applied.length })
  } catch (error) {
    if (error instanceof NewerDatabase) throw new CliProblem(error.message)
    throw new CliProblem(
      `The database could not be opened: ${error instanceof Error ? error.message : error}`,
    )
  }
}

async function firstAdministrator(app: App, { firstRun }: Config): Promise<string | undefined> {
  const { adminEmail: email, adminPassword: password } = firstRun
  const given = email && password ? { email, password: password.reveal() } : undefined
  const code = await ensureFirstAdministrator(app.services, given, app.services.now()).catch((error) => {
    throw error instanceof Problem
      ? new CliProblem(`${error.message} Set TRUNKLINE_ADMIN_PASSWORD anew.`)
      : error
  })
  return code
}

/** Brings the demo up where it is, or adds it where that is wanted; answers lines for the console. */
async function startDemo(demo: Demo, wanted: boolean): Promise<readonly string[]> {
  if (await demo.resume()) {
    return wanted ? ['The demo was added at an earlier start; its password was shown then.'] : []
  }
  if (!wanted) return []
  if (!(await demo.isOffered())) {
    throw new CliProblem(
      'The demo is added to an empty gateway only, and this one has people, queues or channels already.\n' +
        'Start it without --demo, or give the demo a data directory of its own with TRUNKLINE_DATA_DIR.',
    )
  }
  return demo.add()
}

/** As chosen on the first-run page; the password stands on the console beside the code that was read there. */
async function addFromPage(demo: Demo): Promise<void> {
  try {
    announce([...(await demo.add()), ...handsetLines(demo)])
  } catch (error) {
    throw error instanceof CliProblem
      ? new Problem('conflict', `The administrator was made, but not the demo. ${error.message}`)
      : error
  }
}

/** Simulated carriers have no sign-in, so they listen on loopback whatever the gateway listens on. */
async function runSandbox(port: number) {
  const host = '127.0.0.1'
  return startSandbox({ port, host }).catch((error: unknown) => {
    throw cannotListen(error, host, port, 'TRUNKLINE_SANDBOX_PORT')
  })
}

/** The gateway as seen from its own machine. */
function ownUrl({ server: { host, port, publicUrl } }: Config): string {
  if (port === 0) return publicUrl
  const any = host === '0.0.0.0' || host === '::'
  return `http://${any ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`
}

function portOf(url: string | undefined): number | undefined {
  return url === undefined ? undefined : Number(new URL(url).port)
}

async function serveMetrics(app: App, { metrics }: Config): Promise<Server | undefined> {
  if (metrics.port === undefined) return undefined
  try {
    return await startMetricsServer(app.metrics, metrics.host, metrics.port)
  } catch (error) {
    throw cannotListen(error, metrics.host, metrics.port, 'TRUNKLINE_METRICS_PORT')
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port, 'TRUNKLINE_PORT')))
    server.listen(port, host, resolve)
  })
}

function cannotListen(error: unknown, host: string, port: number, setting: string): CliProblem {
  const { code, message } = error as NodeJS.ErrnoException
  return new CliProblem(
    code === 'EADDRINUSE'
      ? `Port ${port} is taken by another program. Stop it, or set ${setting}.`
      : `Cannot listen on ${host}:${port}: ${message}`,
  )
}

/** For the person at the console: logs are for machines, and may be silenced. */
function announce(lines: readonly string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n\n`)
}

function setUpLines(code: string): string[] {
  return ['Nobody is set up yet. Open that address to create the administrator, with this code:', `  ${code}`]
}

function handsetLines(demo: Demo): string[] {
  const url = demo.handsetUrl()
  return url === undefined ? [] : [`Be the customer, on a simulated phone, at ${url}`]
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })
}

const IDLE_EVERY_MS = 50

/** Connections and sends get this long to end; what is then still open counts as unconfirmed at the next start. */
async function stop(app: App, timeoutMs: number, log: Log): Promise<void> {
  const deadline = setTimeout(() => {
    log.warn('not everything ended in time')
    process.exit(0)
  }, timeoutMs)
  app.server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'))
  const closed = new Promise((resolve) => app.server.close(resolve))
  // A connection becomes idle when its last request is answered.
  const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_EVERY_MS)
  await app.stop(closed)
  clearInterval(idle)
  clearTimeout(deadline)
}
