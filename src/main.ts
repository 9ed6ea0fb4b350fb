import { readFileSync } from 'node:fs'
import { migrations } from '../migrations/index.ts'
import { providers } from '../providers/index.ts'
import { runCommandLine } from './cli/program.ts'
import { readEnvironment } from './config/environment.ts'
import { loadConfig } from './config/load.ts'
import { runGateway } from './gateway.ts'

const directory = process.cwd()
const packageFile = new URL('../../package.json', import.meta.url)
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }

process.exitCode = await runCommandLine(process.argv.slice(2), {
  version,
  loaded: loadConfig(readEnvironment(directory, process.env), directory),
  migrations,
  start: (config, { demo }) => runGateway({ config, demo, version, providers, migrations }),
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
})
