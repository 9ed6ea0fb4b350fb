import { fileURLToPath } from 'node:url'

/** Absolute path of the project's root, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** The scripts of installed tools, so that they run under the Node in use and need no shell. */
export const tools = {
  tsc: `${root}node_modules/typescript/bin/tsc`,
  vite: `${root}node_modules/vite/bin/vite.js`,
  vitest: `${root}node_modules/vitest/vitest.mjs`,
  biome: `${root}node_modules/@biomejs/biome/bin/biome`,
  knip: `${root}node_modules/knip/bin/knip.js`,
}
