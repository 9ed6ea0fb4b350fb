import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pinned } from './pin.ts'

export interface Started {
  readonly pid: number
  readonly port: number
  readonly url: string
  /** Milliseconds from the start to the first good answer. */
  readonly readyMs: number
  /** Processor time used so far by all its threads, in microseconds; NaN where the system does not tell. */
  cpuMicros(): number
  stop(): Promise<void>
}

export interface ProgramOptions {
  readonly core: number
  /** Arguments of Node. */
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Path that answers 2xx once the program can work. */
  readonly readyPath: string
  readonly port: number
}

const READY_TIMEOUT_MS = 60_000

const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Starts a Node program on a core and waits until it answers; rejects with its output when it ends before. */
export async function startProgram(options: ProgramOptions): Promise<Started> {
  const [command, args] = pinned(options.core, process.execPath, options.args)
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...options.env }
  const started = performance.now()
  const child = spawn(command, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd ? { cwd: options.cwd } : {}),
  })
  alive.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000)
    })
  }
  const ended = once(child, 'close').finally(() => alive.delete(child))
  const url = `http://127.0.0.1:${options.port}`
  while (!(await answers(url + options.readyPath))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended:\n${output}`)
    if (performance.now() - started > READY_TIMEOUT_MS) throw new Error(`not ready in time:\n${output}`)
    await sleep(5)
  }
  return {
    pid: child.pid ?? 0,
    port: options.port,
    url,
    readyMs: performance.now() - started,
    cpuMicros: () => cpuMicrosOf(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Linux counts in hundredths of a second. */
function cpuMicrosOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  } catch {
    return Number.NaN
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}
