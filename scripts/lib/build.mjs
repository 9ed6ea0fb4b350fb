import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { SetupFailure } from './failure.mjs'
import { root, tools } from './paths.mjs'
import { runNode } from './run.mjs'
import { sourceHash } from './source-hash.mjs'

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {readonly string[]} sources what its output depends on, relative to the root
 * @property {readonly string[]} outputs folders of dist/ that it owns
 * @property {() => Promise<{ code: number, output: string }>} make
 */

const serverFolders = ['src', 'providers', 'migrations', 'sandbox']

/** @type {readonly Target[]} */
const targets = [
  {
    name: 'server',
    sources: [...serverFolders, 'tsconfig.json', 'package-lock.json'],
    outputs: serverFolders,
    async make() {
      const result = await runNode(tools.tsc, ['-p', 'tsconfig.json'])
      if (result.code === 0) for (const folder of serverFolders) copyAssets(folder)
      return result
    },
  },
  {
    name: 'web',
    sources: ['web', 'src/contract', 'tsconfig.json', 'package-lock.json'],
    outputs: ['web'],
    make: () => runNode(tools.vite, ['build', 'web', '--outDir', `${root}dist/web`, '--emptyOutDir']),
  },
]

/**
 * Builds what changed since the last build: the server to dist/{src,providers,…}, the web app to dist/web.
 * Throws a SetupFailure with the compiler's output.
 */
export async function ensureBuilt() {
  const stale = targets.filter((target) => readStamp(target) !== sourceHash(target.sources))
  if (stale.length === 0) return
  console.error(`Building the ${stale.map(({ name }) => name).join(' and the ')}`)
  const results = await Promise.allSettled(stale.map(build))
  const failure = results.find((result) => result.status === 'rejected')
  if (failure) throw failure.reason
}

/** @param {Target} target */
async function build(target) {
  const wanted = sourceHash(target.sources)
  for (const folder of target.outputs) rmSync(`${root}dist/${folder}`, { recursive: true, force: true })
  rmSync(stampFile(target), { force: true })
  const result = await target.make()
  if (result.code !== 0) throw new SetupFailure(`The ${target.name} could not be built.`, result.output)
  mkdirSync(`${root}dist`, { recursive: true })
  writeFileSync(stampFile(target), wanted)
}

/**
 * Files beside the code that it reads while running (word lists, pages) go to the same place in dist/.
 * @param {string} folder
 */
function copyAssets(folder) {
  if (!existsSync(root + folder)) return
  cpSync(root + folder, `${root}dist/${folder}`, {
    recursive: true,
    filter: (path) => !/\.tsx?$/.test(path) && !/[\\/]samples([\\/]|$)/.test(path),
  })
}

/** @param {Target} target */
function stampFile(target) {
  return `${root}dist/.${target.name}-stamp`
}

/** @param {Target} target */
function readStamp(target) {
  return existsSync(stampFile(target)) ? readFileSync(stampFile(target), 'utf8') : ''
}
