// Installs and builds what is missing, then runs the simulated carriers: `node dist/sandbox/main.js <arguments>`.
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './lib/build.mjs'
import { runMain } from './lib/failure.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { root } from './lib/paths.mjs'

runMain(async () => {
  requireNode()
  await ensureInstalled()
  await ensureBuilt()
})
  .then(() => import(pathToFileURL(`${root}dist/sandbox/main.js`).href))
  .catch((error) => {
    console.error(error)
    process.exit(1)
  })
