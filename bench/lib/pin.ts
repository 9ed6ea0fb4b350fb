import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'

/** What is measured has the first core to itself; whatever loads it has the second. */
export const cores = { measured: 0, load: 1 } as const

const canPin = cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0

/** The command line that runs a program on one core, or anywhere where cores cannot be chosen. */
export function pinned(core: number, command: string, args: readonly string[]): [string, string[]] {
  return canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]]
}

/** Moves this process, all threads, to the load's core. */
export function pinSelf(): void {
  if (canPin) spawnSync('taskset', ['-acp', String(cores.load), String(process.pid)])
}

export const pinning = canPin
  ? `measured process on core ${cores.measured}, load on core ${cores.load} (taskset)`
  : 'not pinned: no taskset, or a single core'
