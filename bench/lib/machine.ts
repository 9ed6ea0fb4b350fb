import { cpus, loadavg, totalmem } from 'node:os'
import { pinning } from './pin.ts'

/** Prints where the figures come from: absolute ones mean nothing without it. */
export function printMachine(): void {
  const [first] = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const load = loadavg()[0]?.toFixed(1)
  console.log(`${cpus().length} cores (${first?.model.trim()}), ${gigabytes} GB, Node ${process.version}`)
  console.log(`${pinning}; load average at the start ${load}\n`)
}
