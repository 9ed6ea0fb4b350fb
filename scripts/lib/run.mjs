import { spawn } from 'node:child_process'
import { root } from './paths.mjs'

const graceMs = 10_000

/** Programs still running, so that none outlives this process. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
process.on('exit', () => {
  for (const child of running) end(child, 'SIGTERM')
})

/** Where processes have groups, a program is the first of its own and ends with all that it started. */
const grouped = process.platform !== 'win32'

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function end(child, signal) {
  if (!grouped || child.pid === undefined) return child.kill(signal)
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The whole group has ended.
  }
}

/**
 * Runs a program in the project's root and keeps its output (both streams, in order of arrival).
 * It never throws: a program that cannot be started gives code 127 and the reason as output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      detached: grouped,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    let output = ''
    const timer = options.timeoutMs ? setTimeout(expire, options.timeoutMs) : undefined
    function expire() {
      output += `\nStopped: it did not end within ${Math.round((options.timeoutMs ?? 0) / 1000)} s.\n`
      end(child, 'SIGTERM')
      setTimeout(() => end(child, 'SIGKILL'), graceMs).unref()
    }
    /** @param {number} code */
    function finish(code) {
      clearTimeout(timer)
      running.delete(child)
      resolve({ code, output })
    }
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.on('error', (error) => {
      output += `${error.message}\n`
      finish(127)
    })
    child.on('close', (code) => finish(code ?? 1))
  })
}

/**
 * Runs one of the project's tools (see `tools` in paths.mjs) under the Node in use.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 */
export function runNode(script, args, options) {
  return run(process.execPath, [script, ...args], options)
}
