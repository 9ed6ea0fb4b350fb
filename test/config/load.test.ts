import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../src/config/environment.ts'
import { type Environment, loadConfig } from '../../src/config/load.ts'

function load(environment: Environment) {
  const loaded = loadConfig(environment, '/srv/trunkline')
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'))
  return loaded.config
}

function problems(environment: Environment): readonly string[] {
  const loaded = loadConfig(environment, '/srv/trunkline')
  return loaded.ok ? [] : loaded.problems
}

describe('configuration from the environment', () => {
  it('has a default for everything that the gateway needs', () => {
    const config = load({})
    expect(config.server).toMatchObject({ port: 8080, host: '0.0.0.0', publicUrl: 'http://localhost:8080' })
    expect(config.storage).toMatchObject({ dataDir: '/srv/trunkline/data', databaseUrl: undefined })
    expect(config.server.trustProxy).toEqual([])
    expect(config.security.allowPrivateAddresses).toBe(false)
  })

  it('reads each type', () => {
    const config = load({
      TRUNKLINE_PORT: ' 9000 ',
      TRUNKLINE_PUBLIC_URL: 'https://Messages.Example.com/',
      TRUNKLINE_DATA_DIR: '/var/lib/trunkline',
      TRUNKLINE_HSTS: 'yes',
      TRUNKLINE_SQLITE_SYNCHRONOUS: 'normal',
      TRUNKLINE_TRUST_PROXY: '10.0.0.0/8, ::1,192.0.2.7',
      TRUNKLINE_DATABASE_URL: 'postgres://u:hunter2@db/trunkline',
    })
    expect(config.server.port).toBe(9000)
    expect(config.server.publicUrl).toBe('https://messages.example.com')
    expect(config.storage.dataDir).toBe('/var/lib/trunkline')
    expect(config.server.hsts).toBe(true)
    expect(config.storage.sqliteSynchronous).toBe('NORMAL')
    expect(config.server.trustProxy).toEqual(['10.0.0.0/8', '::1/128', '192.0.2.7/32'])
    expect(config.storage.databaseUrl?.reveal()).toBe('postgres://u:hunter2@db/trunkline')
  })

  it('follows the port in the default public URL, and takes an empty variable for unset', () => {
    expect(load({ TRUNKLINE_PORT: '9000', TRUNKLINE_PUBLIC_URL: '' }).server.publicUrl).toBe(
      'http://localhost:9000',
    )
  })

  it('can be logged whole without showing a secret', () => {
    const config = load({
      TRUNKLINE_SECRET_KEY: 'canary-key',
      TRUNKLINE_DATABASE_URL: 'postgres://u:canary-db@db/x',
      TRUNKLINE_ADMIN_EMAIL: 'a@example.com',
      TRUNKLINE_ADMIN_PASSWORD: 'canary-password',
      TRUNKLINE_METRICS_TOKEN: 'canary-metrics-token',
    })
    const shown = `${inspect(config, { depth: 9, showHidden: true })} ${JSON.stringify(config)} ${config.security.secretKey}`
    expect(shown).not.toContain('canary')
    expect(shown).toContain('[secret]')
  })
})

describe('a wrong environment', () => {
  const refused: [Environment, string][] = [
    [{ TRUNKLINE_PORT: '80a' }, 'TRUNKLINE_PORT must be a whole number from 0 to 65535.'],
    [{ TRUNKLINE_PORT: '70000' }, 'TRUNKLINE_PORT must be a whole number from 0 to 65535.'],
    [{ TRUNKLINE_PORT: '1e3' }, 'TRUNKLINE_PORT must be a whole number from 0 to 65535.'],
    [{ TRUNKLINE_HSTS: 'maybe' }, 'TRUNKLINE_HSTS must be true or false.'],
    [{ TRUNKLINE_LOG_LEVEL: 'loud' }, 'TRUNKLINE_LOG_LEVEL must be one of debug, info, warn, error, silent.'],
    [
      { TRUNKLINE_PUBLIC_URL: 'messages.example.com' },
      'TRUNKLINE_PUBLIC_URL must be an address that begins with',
    ],
    [
      { TRUNKLINE_PUBLIC_URL: 'https://example.com/chat' },
      'TRUNKLINE_PUBLIC_URL must be http:// or https:// with only',
    ],
    [{ TRUNKLINE_PUBLIC_URL: 'https://me:pw@example.com' }, 'TRUNKLINE_PUBLIC_URL must be'],
    [
      { TRUNKLINE_DATABASE_URL: 'mysql://x/y' },
      'TRUNKLINE_DATABASE_URL must be an address that begins with postgres://',
    ],
    [{ TRUNKLINE_TRUST_PROXY: 'true' }, 'TRUNKLINE_TRUST_PROXY must be addresses or networks'],
    [{ TRUNKLINE_TRUST_PROXY: '10.0.0.0/40' }, 'TRUNKLINE_TRUST_PROXY must be addresses or networks'],
    [
      { TRUNKLINE_ADMIN_EMAIL: 'a@example.com' },
      'TRUNKLINE_ADMIN_EMAIL and TRUNKLINE_ADMIN_PASSWORD must be set together',
    ],
    [
      { TRUNKLINE_ADMIN_EMAIL: 'a@example.com', TRUNKLINE_ADMIN_PASSWORD: 'short' },
      'TRUNKLINE_ADMIN_PASSWORD must be at least 12 characters.',
    ],
    [{ TRUNKLINE_METRICS_PORT: '8080' }, 'TRUNKLINE_METRICS_PORT and TRUNKLINE_PORT must differ.'],
    [{ TRUNKLINE_PROT: '1' }, 'TRUNKLINE_PROT is not a setting of Trunkline; did you mean TRUNKLINE_PORT?'],
    [{ TRUNKLINE_PUBLICURL: 'x' }, 'did you mean TRUNKLINE_PUBLIC_URL?'],
    [{ TRUNKLINE_COLOUR_OF_THE_DOOR: '1' }, 'TRUNKLINE_COLOUR_OF_THE_DOOR is not a setting of Trunkline.'],
  ]

  it.each(refused)('%o is refused in a sentence', (environment, sentence) => {
    const found = problems(environment)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(sentence)
  })

  it('reports every problem together and no value at all', () => {
    const found = problems({
      TRUNKLINE_PORT: 'canary1',
      TRUNKLINE_PUBLIC_URL: 'canary2',
      TRUNKLINE_DATABASE_URL: 'canary3',
      TRUNKLINE_ADMIN_PASSWORD: 'canary4',
      TRUNKLINE_METRICS_TOKEN: 'canary5',
      TRUNKLINE_UNKNOWN: 'canary6',
    })
    expect(found).toHaveLength(7)
    expect(found.join(' ')).not.toContain('canary')
  })

  it('lets foreign variables pass', () => {
    expect(problems({ PATH: '/bin', PORT: 'x', trunkline_port: 'x' })).toEqual([])
  })
})

describe('the .env file', () => {
  it('lies beneath the environment', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'trunkline-env-'))
    writeFileSync(path.join(directory, '.env'), '# note\nTRUNKLINE_PORT=9001\nTRUNKLINE_HOST="127.0.0.1"\n')
    const environment = readEnvironment(directory, { TRUNKLINE_PORT: '9002' })
    expect(environment).toMatchObject({ TRUNKLINE_PORT: '9002', TRUNKLINE_HOST: '127.0.0.1' })
  })

  it('may be missing', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'trunkline-env-'))
    expect(readEnvironment(directory, { A: 'b' })).toEqual({ A: 'b' })
  })
})
