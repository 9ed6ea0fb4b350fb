import { existsSync } from 'node:fs'
import { dataPaths } from '../../config/data-paths.ts'
import type { Config, Loaded } from '../../config/load.ts'
import { lockDataDir } from '../../db/lock.ts'
import { checkPostgres, checkSqlite } from './database.ts'
import { type Finding, fine, problem } from './finding.ts'
import { checkKey } from './key.ts'
import { checkClock, checkDataDir, checkDiskSpace, checkNode } from './machine.ts'
import { checkPort, checkPublicUrl } from './network.ts'

/** Runs every check that the findings so far allow. Changes nothing but making the data directory. */
export async function examine(
  loaded: Loaded,
  knownMigrations: readonly string[],
): Promise<readonly Finding[]> {
  const node = checkNode(process.version)
  if (!loaded.ok) return [node, ...loaded.problems.map(settingProblem)]
  const { config } = loaded
  const { dataDir, databaseUrl } = config.storage
  const dataDirFinding = checkDataDir(dataDir)
  const first = [node, fine('settings', 'All can be used.'), dataDirFinding]
  if (dataDirFinding.state === 'problem') return first
  const database = databaseUrl
    ? await checkPostgres(databaseUrl, knownMigrations)
    : checkSqlite(dataPaths(dataDir).database, knownMigrations)
  return [
    ...first,
    checkDiskSpace(dataDir),
    database.finding,
    checkKey(config.security.secretKey, dataDir, database.keyIds),
    checkClock(Date.now(), database),
    ...(await checkNetwork(config)),
  ]
}

async function checkNetwork({ server, metrics, storage }: Config): Promise<readonly Finding[]> {
  const runs = gatewayRuns(storage.dataDir)
  const findings = [
    await checkPublicUrl(server.publicUrl, runs),
    await checkPort('TRUNKLINE_PORT', server.host, server.port, runs),
  ]
  if (metrics.port === undefined) return findings
  return [...findings, await checkPort('TRUNKLINE_METRICS_PORT', metrics.host, metrics.port, runs)]
}

function gatewayRuns(dataDir: string): boolean {
  if (!existsSync(dataDir)) return false
  const lock = lockDataDir(dataDir)
  if (lock.ok) lock.release()
  return !lock.ok
}

function settingProblem(sentence: string): Finding {
  return problem('settings', sentence, 'See docs/configuration.md, or run: trunkline settings')
}
