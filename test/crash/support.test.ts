import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startPostgres } from '../../scripts/lib/postgres.mjs'
import { wireProxy } from '../support/crash/wire-proxy.ts'
import { startGateway } from '../support/process.ts'

/** Stands in for the gateway: tells its settings, ends at once on SIGTERM, and fails to start when BROKEN is set. */
const stand = `
import { createServer } from 'node:http'
if (process.env.TRUNKLINE_BROKEN) { console.error('broken on purpose'); process.exit(7) }
const body = JSON.stringify({ settings: process.env, proto: '__proto__' in {} })
createServer((request, response) => response.end(request.url === '/readyz' ? 'ready' : body))
  .listen(Number(process.env.TRUNKLINE_PORT), process.env.TRUNKLINE_HOST, () => console.log('listening'))
process.on('SIGTERM', () => process.exit(0))
`

let dataDir: string
let main: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trunkline-process-'))
  main = join(dataDir, 'stand.mjs')
  await writeFile(main, stand)
})
afterEach(() => rm(dataDir, { recursive: true }))

describe('a gateway process', () => {
  it('gets its settings and no others, without __proto__', async () => {
    process.env.TRUNKLINE_STRAY = 'from the caller'
    const gateway = await startGateway({
      dataDir,
      main,
      databaseUrl: 'postgres://x',
      env: { TRUNKLINE_PUBLIC_URL: 'http://a' },
    })
    delete process.env.TRUNKLINE_STRAY
    const { settings, proto } = (await (await fetch(gateway.url)).json()) as {
      settings: object
      proto: boolean
    }
    expect(settings).toMatchObject({
      TRUNKLINE_DATA_DIR: dataDir,
      TRUNKLINE_DATABASE_URL: 'postgres://x',
      TRUNKLINE_PUBLIC_URL: 'http://a',
    })
    expect(settings).not.toHaveProperty('TRUNKLINE_STRAY')
    expect(proto).toBe(false)
    expect(await gateway.stop()).toEqual({ code: 0, signal: null })
    expect(gateway.logs()).toBe('listening\n')
  })

  it('can be killed and started again on the same port', async () => {
    const first = await startGateway({ dataDir, main })
    await first.kill9()
    expect(await first.ended).toEqual({ code: null, signal: 'SIGKILL' })
    const second = await startGateway({ dataDir, main, port: first.port })
    expect(second.url).toBe(first.url)
    await second.stop()
  })

  it('that does not start is an error with its logs', async () => {
    const start = startGateway({ dataDir, main, env: { TRUNKLINE_BROKEN: '1' } })
    await expect(start).rejects.toThrow(/ended \(7\)[\s\S]*broken on purpose/)
  })
})

describe('the wire to the carrier', () => {
  it('closes, also where a caller died right after its request was cut off unread', async () => {
    const proxy = await wireProxy(9)
    const cut = new Promise<void>((resolve) => proxy.arm('connected', 1, resolve))
    const caller = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    await once(caller, 'connect')
    caller.write('POST / HTTP/1.1\r\n\r\n')
    await cut
    caller.destroy()
    await proxy.close()
  }, 5_000)
})

it('a PostgreSQL that cannot be made says why', async () => {
  await expect(startPostgres(join(dataDir, 'nowhere'))).rejects.toThrow(/could not be made: .*initdb E[A-Z]+/)
})
