// Builds and runs the gateway, and does so again after every change of the sources. Arguments go to the gateway.
import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { ensureBuilt } from './lib/build.mjs'
import { runMain, SetupFailure } from './lib/failure.mjs'
import { followNpm } from './lib/follow-npm.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { root } from './lib/paths.mjs'

const watched = ['src', 'providers', 'migrations', 'sandbox', 'web']
const settleMs = 150

/** @type {import('node:child_process').ChildProcess | undefined} */
let gateway

async function restart() {
  try {
    await ensureBuilt()
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error
    console.error(`${error.output}\n${error.message} Waiting for a change.`)
    return
  }
  await stop()
  const main = `${root}dist/src/main.js`
  gateway = spawn(process.execPath, ['--disable-proto=delete', main, ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
}

/** @returns {Promise<void>} */
function stop() {
  return new Promise((resolve) => {
    if (!gateway || gateway.exitCode !== null || gateway.signalCode !== null) return resolve()
    gateway.once('exit', () => resolve())
    gateway.kill('SIGTERM')
  })
}

/** One restart at a time; changes that come meanwhile cause one more. */
let work = Promise.resolve()
/** @type {NodeJS.Timeout | undefined} */
let timer
function changed() {
  clearTimeout(timer)
  timer = setTimeout(() => {
    work = work.then(restart)
  }, settleMs)
}

followNpm()
await runMain(async () => {
  requireNode()
  await ensureInstalled()
})
for (const folder of watched)
  if (existsSync(root + folder)) watch(root + folder, { recursive: true }, changed)
process.on('SIGINT', () => stop().then(() => process.exit()))
process.on('SIGTERM', () => stop().then(() => process.exit()))
await restart()
