import { Command, CommanderError } from 'commander'
import type { Migration } from 'kysely'
import { dataPaths } from '../config/data-paths.ts'
import type { Config, Loaded } from '../config/load.ts'
import { nearest } from '../config/nearest.ts'
import { renderDotEnv } from '../config/reference.ts'
import { backUp } from './backup/backup.ts'
import { restore } from './backup/restore.ts'
import { exitCodeOf, renderFindings } from './doctor/render.ts'
import { CliProblem } from './problem.ts'
import { resetPasswordOf } from './reset-password.ts'

/** What the command line is made of; `main.ts` gives the real ones. */
export interface CliParts {
  readonly version: string
  readonly loaded: Loaded
  readonly migrations: Readonly<Record<string, Migration>>
  /** Runs the gateway; settles when it has stopped. */
  start(config: Config, options: { readonly demo: boolean }): Promise<void>
  print(text: string): void
  printError(text: string): void
}

/**
 * Runs one command line (without `node` and the script) and answers the exit code: 0, or 1 with the reason printed.
 * Without a command it starts the gateway.
 */
export async function runCommandLine(words: readonly string[], parts: CliParts): Promise<number> {
  let code = 0
  const program = buildProgram(parts, (exitCode) => {
    code = exitCode
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode
    if (!(error instanceof CliProblem)) throw error
    parts.printError(`${error.message}\n`)
    return 1
  }
  return code
}

function buildProgram(parts: CliParts, exitWith: (code: number) => void): Command {
  const { version, loaded, migrations, print } = parts
  const knownMigrations = Object.keys(migrations)
  const program = new Command('trunkline')
    .description('Self-hosted messaging gateway. Without a command: starts the gateway.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: parts.printError })
    .allowExcessArguments()
    .option('--demo', 'adds example extensions, channels on the sandbox and some history')
    .action(({ demo }: { demo?: boolean }, { args }: Command) => {
      if (args[0] !== undefined) throw new CliProblem(unknownCommand(args[0], program))
      return parts.start(usable(loaded), { demo: demo === true })
    })

  program
    .command('doctor')
    .description(
      'checks settings, data directory, key, database, public URL, clock and ports, and says how to mend each',
    )
    .option('--json', 'prints the findings as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { examine } = await import('./doctor/doctor.ts')
      const findings = await examine(loaded, knownMigrations)
      print(json ? `${JSON.stringify(findings, null, 2)}\n` : renderFindings(findings))
      exitWith(exitCodeOf(findings))
    })

  program
    .command('backup <directory>')
    .description('copies the SQLite database into a new directory, while the gateway runs or not')
    .option('--with-media', 'copies the files of messages too')
    .action(async (target: string, { withMedia }: { withMedia?: boolean }) => {
      const { storage, security } = usable(loaded)
      if (storage.databaseUrl) throw new CliProblem(postgresBackup)
      const paths = dataPaths(storage.dataDir)
      const manifest = await backUp({ paths, target, withMedia: withMedia === true, version })
      const media = manifest.media_files === null ? 'without files' : `with ${manifest.media_files} files`
      print(`Backed up ${manifest.database_bytes} bytes to ${target}, ${media}.\n`)
      if (!security.secretKey) print(`Keep a copy of ${paths.secretKey} elsewhere. ${keyReminder}\n`)
    })

  program
    .command('restore <directory>')
    .description('puts a backup in place of the SQLite database; the gateway must be stopped')
    .action(async (source: string) => {
      const { storage } = usable(loaded)
      if (storage.databaseUrl) throw new CliProblem(postgresRestore)
      const { setAside } = await restore({ source, dataDir: storage.dataDir, knownMigrations })
      print(`Restored ${source}.${setAside ? ` What was there before is in ${setAside}.` : ''}\n`)
    })

  program
    .command('reset-password <email>')
    .description('gives somebody who is locked out a new password, while the gateway runs or not')
    .action(async (email: string) => {
      const password = await resetPasswordOf(email, usable(loaded))
      print(`The new password of ${email} is ${password}\nEvery sign-in of theirs was ended.\n`)
    })

  program
    .command('settings')
    .description('prints every setting with its default, in the form of a .env file')
    .action(() => print(renderDotEnv()))
  return program
}

function unknownCommand(word: string, program: Command): string {
  const guess = nearest(
    word,
    program.commands.map((command) => command.name()),
  )
  return `There is no command ${word}${guess === undefined ? '.' : `; did you mean ${guess}?`} See: trunkline --help`
}

function usable(loaded: Loaded): Config {
  if (loaded.ok) return loaded.config
  throw new CliProblem(
    ['The settings cannot be used:', ...loaded.problems.map((each) => `  ${each}`)].join('\n'),
  )
}

const keyReminder = 'It is not in the backup, and without it the stored credentials cannot be opened.'

const postgresBackup = `The database is PostgreSQL, which has its own tool for this:
  pg_dump --format=custom --file=trunkline.dump "$TRUNKLINE_DATABASE_URL"`

const postgresRestore = `The database is PostgreSQL, which has its own tool for this. With the gateway stopped:
  pg_restore --clean --if-exists --dbname="$TRUNKLINE_DATABASE_URL" trunkline.dump`
