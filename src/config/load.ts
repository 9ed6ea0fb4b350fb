import path from 'node:path'
import { Secret } from '../lib/secret.ts'
import { nearest } from './nearest.ts'
import { parseValue } from './parse-value.ts'
import type { Setting, SettingValue } from './setting.ts'
import { allSettings, settings } from './settings.ts'

type Table = typeof settings

/** The configuration, in the groups of the settings table. Secrets are `Secret`s, so it can be logged. */
export type Config = {
  readonly [G in keyof Table]: {
    readonly [K in keyof Table[G]]: Table[G][K] extends Setting ? SettingValue<Table[G][K]> : never
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

export type Loaded =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * Environment → configuration. An empty variable counts as unset. Every problem is collected, each as a
 * sentence with the variable's name and never its value. Pure; the data directory becomes absolute from `directory`.
 */
export function loadConfig(environment: Environment, directory: string): Loaded {
  const problems = unknownNames(environment)
  const groups = Object.entries(settings).map(([group, rows]) => [
    group,
    Object.fromEntries(
      Object.entries(rows).map(([key, setting]) => [
        key,
        readValue(setting, environment[setting.env], problems),
      ]),
    ),
  ])
  // The table's type gives each group and key its value type; the loop above cannot show that to the compiler.
  const config = withComputed(Object.fromEntries(groups) as Config, directory)
  problems.push(...conflicts(config, (name) => !isUnset(environment[name])))
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems }
}

function readValue(setting: Setting, raw: string | undefined, problems: string[]) {
  if (isUnset(raw)) return setting.type === 'cidrs' ? [] : setting.default
  const parsed = parseValue(setting, raw)
  if (!parsed.ok) {
    problems.push(`${setting.env} must be ${parsed.words}.`)
    return undefined
  }
  return setting.secret ? new Secret(String(parsed.value)) : parsed.value
}

function isUnset(raw: string | undefined): raw is undefined {
  return raw === undefined || raw.trim() === ''
}

function unknownNames(environment: Environment): string[] {
  const known = allSettings.map((setting) => setting.env)
  return Object.keys(environment)
    .filter((name) => name.startsWith('TRUNKLINE_') && !known.some((each) => each === name))
    .map((name) => {
      const guess = nearest(name, known)
      return guess === undefined
        ? `${name} is not a setting of Trunkline.`
        : `${name} is not a setting of Trunkline; did you mean ${guess}?`
    })
}

/** Fills in what depends on other values. A value that was refused is missing here, in spite of its type. */
function withComputed(config: Config, directory: string): Config {
  const { server, storage } = config
  return {
    ...config,
    server: { ...server, publicUrl: server.publicUrl?.replace('<port>', String(server.port)) },
    storage: { ...storage, dataDir: path.resolve(directory, storage.dataDir) },
  }
}

/** Rules that need more than one variable. */
function conflicts({ server, metrics }: Config, isSet: (name: string) => boolean): string[] {
  const found: string[] = []
  if (isSet('TRUNKLINE_ADMIN_EMAIL') !== isSet('TRUNKLINE_ADMIN_PASSWORD')) {
    found.push('TRUNKLINE_ADMIN_EMAIL and TRUNKLINE_ADMIN_PASSWORD must be set together, or neither.')
  }
  if (metrics.port !== undefined && metrics.port === server.port) {
    found.push('TRUNKLINE_METRICS_PORT and TRUNKLINE_PORT must differ.')
  }
  return found
}
