import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'

const root = path.resolve(import.meta.dirname, '../..')

/**
 * Compiles a TypeScript script with what it imports of ours, for tests that need a real process (kill -9, locks).
 * Answers the path of a file for `node`.
 */
export async function compileScript(entry: string): Promise<string> {
  const cache = path.join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const outDir = mkdtempSync(path.join(cache, 'script-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: entry, outDir, emptyOutDir: false, target: 'node20' },
  })
  return path.join(outDir, `${path.basename(entry, '.ts')}.js`)
}

/** Starts a compiled script and answers once it has written a line that contains `ready`. */
export function startScript(file: string, args: readonly string[], ready: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes(ready) && resolve(child))
    child.once('exit', (code) => reject(new Error(`the script ended with ${code} before it was ready`)))
  })
}
