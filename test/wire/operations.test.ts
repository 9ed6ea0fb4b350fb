import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Backend, describeOnBoth } from '../support/database.ts'
import { freePort } from '../support/ports.ts'
import { type GatewayProcess, startGateway } from '../support/process.ts'

const main = path.join(import.meta.dirname, '../../dist/src/main.js')
const newDir = () => mkdtempSync(path.join(tmpdir(), 'trunkline-operations-'))

const running: GatewayProcess[] = []
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.stop()
})

async function start(dataDir: string, env: Record<string, string> = {}): Promise<GatewayProcess> {
  const gateway = await startGateway({ dataDir, env })
  running.push(gateway)
  return gateway
}

interface Run {
  readonly code: number
  readonly out: string
  readonly errors: string
}

function run(dataDir: string, words: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const variables = {
    PATH: process.env.PATH ?? '',
    TRUNKLINE_DATA_DIR: dataDir,
    TRUNKLINE_HOST: '127.0.0.1',
    ...env,
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...words], { env: variables, cwd: dataDir }, (error, out, errors) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, errors }),
    )
  })
}

async function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(url, { headers })
  await response.arrayBuffer()
  return response.status
}

describe('a running gateway', () => {
  it('is examined, backed up and restored from the command line', async () => {
    const dataDir = newDir()
    const gateway = await start(dataDir)
    const env = { TRUNKLINE_PORT: String(gateway.port) }
    const doctor = await run(dataDir, ['doctor', '--json'], env)
    expect(doctor.code).toBe(0)
    const findings = JSON.parse(doctor.out) as { check: string; state: string; detail: string }[]
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([])
    expect(findings.find(({ check }) => check === 'database')?.detail).toContain('up to date')
    expect(findings.find(({ check }) => check === `port ${gateway.port}`)?.detail).toContain('a gateway runs')

    const backup = path.join(newDir(), 'backup')
    expect(await run(dataDir, ['backup', backup], env)).toMatchObject({ code: 0 })
    expect(await run(dataDir, ['restore', backup], env)).toMatchObject({
      code: 1,
      errors: expect.stringContaining(`pid ${gateway.pid}`),
    })
    await gateway.stop()
    expect(await run(dataDir, ['restore', backup], env)).toMatchObject({ code: 0 })
    expect(await statusOf(`${(await start(dataDir)).url}/readyz`)).toBe(200)
  })

  it('is the only one on its data directory, also right after the other was killed', async () => {
    const dataDir = newDir()
    const gateway = await start(dataDir)
    const second = await run(dataDir, [], { TRUNKLINE_PORT: String(await freePort()) })
    expect(second).toMatchObject({
      code: 1,
      errors: expect.stringContaining(`Another process (pid ${gateway.pid})`),
    })
    await gateway.kill9()
    expect(await statusOf(`${(await start(dataDir)).url}/healthz`)).toBe(200)
  })

  it('keeps its files to its own user', async () => {
    const dataDir = newDir()
    await start(dataDir)
    const open = readdirSync(dataDir).filter(
      (name) => (statSync(path.join(dataDir, name)).mode & 0o077) !== 0,
    )
    expect(open).toEqual([])
  })

  it('writes one JSON object per line and stops at once when asked', async () => {
    const gateway = await start(newDir())
    const { code } = await gateway.stop()
    expect(code).toBe(0)
    const lines = gateway
      .logs()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(
      expect.arrayContaining(['ready', 'stopping', 'stopped']),
    )
  })
})

describe('metrics', () => {
  it('are open to this machine while the gateway is local, not to somebody behind a proxy', async () => {
    const { url } = await start(newDir())
    const text = await (await fetch(`${url}/metrics`)).text()
    for (const name of [
      'trunkline_build_info',
      'trunkline_commit_seconds',
      'nodejs_eventloop_lag_p99_seconds',
    ]) {
      expect(text).toContain(name)
    }
    expect(await statusOf(`${url}/metrics`, { 'x-forwarded-for': '203.0.113.9' })).toBe(404)
  })

  it('of a public gateway need the token, or the port of their own', async () => {
    const metricsPort = await freePort()
    const { url } = await start(newDir(), {
      TRUNKLINE_PUBLIC_URL: 'https://messages.example.com',
      TRUNKLINE_METRICS_PORT: String(metricsPort),
    })
    expect(await statusOf(`${url}/metrics`)).toBe(404)
    expect(await statusOf(`http://127.0.0.1:${metricsPort}/metrics`)).toBe(200)
    const token = 'a-token-for-monitoring'
    const other = await start(newDir(), {
      TRUNKLINE_PUBLIC_URL: 'https://messages.example.com',
      TRUNKLINE_METRICS_TOKEN: token,
    })
    expect(await statusOf(`${other.url}/metrics`)).toBe(404)
    expect(await statusOf(`${other.url}/metrics`, { authorization: `Bearer ${token}` })).toBe(200)
  })
})

describe('a start that cannot succeed', () => {
  it.each<[string, Record<string, string>, string]>([
    ['an unknown setting', { TRUNKLINE_PROT: 'canary' }, 'did you mean TRUNKLINE_PORT?'],
    ['a wrong value', { TRUNKLINE_PUBLIC_URL: 'canary' }, 'TRUNKLINE_PUBLIC_URL must be'],
    ['a sample key', { TRUNKLINE_SECRET_KEY: '0'.repeat(64) }, 'TRUNKLINE_SECRET_KEY holds a sample value'],
    [
      'a database out of reach',
      { TRUNKLINE_DATABASE_URL: 'postgres://u:canary@127.0.0.1:1/x' },
      'ECONNREFUSED',
    ],
  ])('ends with a sentence and without values (%s)', async (_, env, sentence) => {
    const { code, out, errors } = await run(newDir(), [], {
      TRUNKLINE_PORT: String(await freePort()),
      ...env,
    })
    expect(code).toBe(1)
    expect(errors).toContain(sentence)
    expect(out + errors).not.toMatch(/canary|0{40}| at .*\.js:\d+/)
  })

  it.each(['TRUNKLINE_PORT', 'TRUNKLINE_METRICS_PORT'])(
    'names the port that is taken (%s)',
    async (setting) => {
      const gateway = await start(newDir())
      const env = { TRUNKLINE_PORT: String(await freePort()), [setting]: String(gateway.port) }
      const { code, errors } = await run(newDir(), [], env)
      expect(code).toBe(1)
      expect(errors).toContain(
        `Port ${gateway.port} is taken by another program. Stop it, or set ${setting}.`,
      )
    },
  )
})

describeOnBoth('the first start and the second', (backend: Backend) => {
  it('make the key once and find everything again', async () => {
    const database = await backend.open()
    for (const expected of [/database brought up to date/, /ready/]) {
      const gateway = await startGateway({ dataDir: database.dataDir, databaseUrl: database.url })
      expect((await gateway.stop()).code).toBe(0)
      expect(gateway.logs()).toMatch(expected)
    }
    expect(readdirSync(database.dataDir)).toContain('secret.key')
    await database.drop()
  })
})
