import { launch } from './lib/launch.mjs'

await launch('sandbox/replay-main.js')
