import { ensureBuilt } from './lib/build.mjs'
import { runMain } from './lib/failure.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'

await runMain(async () => {
  requireNode()
  await ensureInstalled()
  await ensureBuilt()
})
