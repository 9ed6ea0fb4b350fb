import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { root } from './paths.mjs'

/**
 * One hash over names and contents of the files and folders given (relative to the root); missing ones count as empty.
 * @param {readonly string[]} sources
 */
export function sourceHash(sources) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesIn))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(root + file))
      .update('\0')
  return hash.digest('hex')
}

/**
 * @param {string} path relative to the root
 * @returns {string[]} relative paths, sorted
 */
function filesIn(path) {
  if (!existsSync(root + path)) return []
  if (!statSync(root + path).isDirectory()) return [path]
  const names = readdirSync(root + path).filter((name) => name !== 'node_modules')
  return names.sort().flatMap((name) => filesIn(`${path}/${name}`))
}
