import { SetupFailure } from './failure.mjs'

/** The lowest Node that Trunkline runs on; package.json's `engines` says the same. */
const lowest = [20, 19]

/**
 * Throws a SetupFailure when this Node is too old.
 * @param {string} [version] as in `process.versions.node`
 */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [lowestMajor = 0, lowestMinor = 0] = lowest
  if (major > lowestMajor || (major === lowestMajor && minor >= lowestMinor)) return
  throw new SetupFailure(
    `Trunkline needs Node ${lowest.join('.')} or newer; this is Node ${version}. Install a current version from https://nodejs.org and try again.`,
  )
}
