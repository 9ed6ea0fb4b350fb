import { launch } from './lib/launch.mjs'

await launch('sandbox/smoke-main.js')
