// Installs and builds what is missing, then becomes the gateway: `node dist/src/main.js <arguments>` in this process.
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './lib/build.mjs'
import { runMain } from './lib/failure.mjs'
import { followNpm } from './lib/follow-npm.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { root } from './lib/paths.mjs'

const main = `${root}dist/src/main.js`

followNpm()
runMain(async () => {
  requireNode()
  await ensureInstalled()
  await ensureBuilt()
  process.argv[1] = main
})
  .then(() => import(pathToFileURL(main).href))
  .catch((error) => {
    console.error(error)
    process.exit(1)
  })
