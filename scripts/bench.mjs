import { launch } from './lib/launch.mjs'
import { root, tools } from './lib/paths.mjs'
import { runNode } from './lib/run.mjs'

const [name] = process.argv.splice(2, 1)
const built = await runNode(tools.tsc, ['-p', `${root}bench/tsconfig.json`])
if (built.code !== 0) {
  console.error(built.output)
  process.exit(1)
}
await launch(`bench/${name}.js`)
