import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './ports.ts'

/** How a process ended: its exit code, or the signal that ended it. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A gateway running as a process of its own. */
export interface GatewayProcess {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly ended: Promise<Ending>
  /** All that it printed so far, both streams. */
  logs(): string
  /** Ends it as a power cut would: SIGKILL, then waits until it is gone. */
  kill9(): Promise<void>
  /** Asks it to stop (SIGTERM) and tells how it ended; killed when that takes longer than `timeoutMs`. */
  stop(timeoutMs?: number): Promise<Ending>
}

export interface GatewayOptions {
  readonly dataDir: string
  /** PostgreSQL URL; empty or missing means SQLite in the data dir. */
  readonly databaseUrl?: string
  /** Further TRUNKLINE_* settings; nothing else of the caller's environment but PATH and HOME reaches the process. */
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of the command line; none starts the gateway. */
  readonly args?: readonly string[]
  /** The same port again after a restart; a free one when missing. */
  readonly port?: number
  /** Another program than the built gateway, for tests of this helper. */
  readonly main?: string
  readonly readyTimeoutMs?: number
  /** A process that kills itself before it is ready is no error: the failpoint lay on the way. */
  readonly mayEndEarly?: boolean
}

const builtMain = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url))
const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/**
 * Starts the built gateway on loopback and waits until /readyz answers 200.
 * Rejects with its logs when it ends or is not ready in time.
 */
export async function startGateway(options: GatewayOptions): Promise<GatewayProcess> {
  const main = options.main ?? builtMain
  if (!existsSync(main))
    throw new Error(`${main} is missing: run npm run build, or the suite through npm test`)
  const port = options.port ?? (await freePort())
  const gateway = launch(main, port, options)
  const deadlineMs = performance.now() + (options.readyTimeoutMs ?? 30_000)
  let ending: Ending | undefined
  void gateway.ended.then((value) => {
    ending = value
  })
  while (!(await answersReady(gateway.url))) {
    if (ending?.signal === 'SIGKILL' && options.mayEndEarly) return gateway
    if (ending) throw new Error(`the gateway ended (${ending.code ?? ending.signal}):\n${gateway.logs()}`)
    if (performance.now() > deadlineMs) {
      await gateway.kill9()
      throw new Error(`the gateway was not ready in time:\n${gateway.logs()}`)
    }
    await sleep(25)
  }
  return gateway
}

function launch(main: string, port: number, options: GatewayOptions): GatewayProcess {
  const child = spawn(process.execPath, ['--disable-proto=delete', main, ...(options.args ?? [])], {
    cwd: options.dataDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      TRUNKLINE_HOST: '127.0.0.1',
      TRUNKLINE_PORT: String(port),
      TRUNKLINE_DATA_DIR: options.dataDir,
      ...(options.databaseUrl ? { TRUNKLINE_DATABASE_URL: options.databaseUrl } : {}),
      ...options.env,
    },
  })
  alive.add(child)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      alive.delete(child)
      resolve({ code, signal })
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    ended,
    logs: () => printed,
    async kill9() {
      child.kill('SIGKILL')
      await ended
    },
    async stop(timeoutMs = 20_000) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
      return ended.finally(() => clearTimeout(timer))
    },
  }
}

async function answersReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}
