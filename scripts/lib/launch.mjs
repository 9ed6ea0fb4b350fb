import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { runMain } from './failure.mjs'
import { followNpm } from './follow-npm.mjs'
import { ensureInstalled } from './install.mjs'
import { requireNode } from './node-version.mjs'
import { root } from './paths.mjs'
import { exitOnSignals } from './signals.mjs'

/**
 * Installs and builds what is missing, then becomes a program of dist/: `node dist/<program> <arguments>` in this process.
 * @param {string} program
 */
export async function launch(program) {
  const main = `${root}dist/${program}`
  followNpm()
  const signalsAreTheProgramsOwn = exitOnSignals()
  try {
    await runMain(async () => {
      requireNode()
      await ensureInstalled()
      await ensureBuilt()
      process.argv[1] = main
    })
    signalsAreTheProgramsOwn()
    await import(pathToFileURL(main).href)
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
}
