import { ensureBuilt } from './lib/build.mjs'
import { runMain } from './lib/failure.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { exitOnSignals } from './lib/signals.mjs'

exitOnSignals()
await runMain(async () => {
  requireNode()
  await ensureInstalled()
  await ensureBuilt()
})
