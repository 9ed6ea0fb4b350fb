import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cores } from './pin.ts'
import { freePort, type Started, startProgram } from './process.ts'

const dist = fileURLToPath(new URL('../../', import.meta.url))
export const administrator = { email: 'bench@example.com', password: 'measure-twice-cut-once-7' }

export interface GatewayOptions {
  readonly dataDir: string
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of Node before the program, for example `--import`. */
  readonly nodeArgs?: readonly string[]
}

/** A data directory that goes when this process ends. */
export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-bench-'))
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Starts the built gateway, as it is delivered, on the measured core. */
export async function startGateway(options: GatewayOptions): Promise<Started> {
  const port = options.port ?? (await freePort())
  return startProgram({
    core: cores.measured,
    args: ['--disable-proto=delete', ...(options.nodeArgs ?? []), `${dist}src/main.js`],
    cwd: options.dataDir,
    env: {
      TRUNKLINE_PORT: String(port),
      TRUNKLINE_HOST: '127.0.0.1',
      TRUNKLINE_DATA_DIR: options.dataDir,
      TRUNKLINE_ADMIN_EMAIL: administrator.email,
      TRUNKLINE_ADMIN_PASSWORD: administrator.password,
      TRUNKLINE_ALLOW_PRIVATE_ADDRESSES: 'true',
      ...options.env,
    },
    readyPath: '/readyz',
    port,
  })
}

/** Starts the sandbox's carriers on the load's core. */
export async function startSandbox(): Promise<Started> {
  const port = await freePort()
  const args = [`${dist}sandbox/main.js`, '--port', String(port), '--api-key', 'bench-key']
  return startProgram({ core: cores.load, args, readyPath: '/lines', port })
}

/** Starts the floor: see `floor.ts`. */
export async function startFloor(secret: string): Promise<Started> {
  const port = await freePort()
  const env = { PORT: String(port), SECRET: secret }
  return startProgram({ core: cores.measured, args: [`${dist}bench/floor.js`], env, readyPath: '/', port })
}
