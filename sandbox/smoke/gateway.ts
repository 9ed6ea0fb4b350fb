import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A gateway started for the smoke test, and its API as the administrator sees it. */
export interface SmokeGateway {
  readonly api: Api
  /** Stops it and removes its data. */
  stop(): Promise<void>
}

/** Calls `/api/v1` and answers the JSON; throws the gateway's own words on any problem. */
export type Api = <T = unknown>(method: string, path: string, body?: object) => Promise<T>

export interface Listed<T> {
  readonly data: readonly T[]
}

const administrator = { email: 'smoke@example.com', password: 'violet-otter-42-lamp' }
const readyWithinMs = 30_000

/** Starts the built gateway with an empty data directory of its own, on a free port of loopback. */
export async function startSmokeGateway(): Promise<SmokeGateway> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'trunkline-smoke-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const main = fileURLToPath(new URL('../../src/main.js', import.meta.url))
  const child = spawn(process.execPath, ['--disable-proto=delete', main], {
    cwd: dataDir,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      TRUNKLINE_HOST: '127.0.0.1',
      TRUNKLINE_PORT: String(port),
      TRUNKLINE_PUBLIC_URL: url,
      TRUNKLINE_DATA_DIR: dataDir,
      TRUNKLINE_ALLOW_PRIVATE_ADDRESSES: 'true',
      TRUNKLINE_ADMIN_EMAIL: administrator.email,
      TRUNKLINE_ADMIN_PASSWORD: administrator.password,
      // An answer that never comes is what some faults are about.
      TRUNKLINE_SEND_TIMEOUT_MS: '1000',
      TRUNKLINE_LOG_LEVEL: 'silent',
    },
  })
  const ended = once(child, 'exit')
  const remove = () => rmSync(dataDir, { recursive: true, force: true })
  const kill = () => {
    child.kill('SIGKILL')
    remove()
  }
  process.once('exit', kill)
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    process.off('exit', kill)
    remove()
  }
  try {
    await ready(url, () => child.exitCode !== null)
    return { api: await signIn(url), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function ready(url: string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + readyWithinMs
  while (!(await answers(`${url}/readyz`))) {
    if (hasEnded()) throw new Error('The gateway did not start.')
    if (Date.now() > deadline) throw new Error('The gateway was not ready in time.')
    await sleep(50)
  }
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined)
  await answer?.arrayBuffer()
  return answer?.ok ?? false
}

async function signIn(url: string): Promise<Api> {
  let cookie = ''
  const api: Api = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        'x-trunkline-request': '1',
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  await api('POST', '/session', administrator)
  return api
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
