import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { writeBacklog } from './lib/backlog.ts'
import { arrivals, carrierPath, mostInOneSecond, startLoad } from './lib/carrier.ts'
import { createChannel, signIn } from './lib/client.ts'
import { startGateway, startSandbox, temporaryDir } from './lib/gateway.ts'
import { printMachine } from './lib/machine.ts'
import { pinSelf } from './lib/pin.ts'
import { printGoal, printTable } from './lib/table.ts'

/*
 * The limiter, judged at the carrier by arrival: most sends in any sliding second, and the share of the rate that is
 * sustained, with the event loop free and with it held up for 5 to 40 ms at a time.
 */

const SECONDS = Number(process.env.SECONDS ?? 20)
/** A new process compiles its code and opens its connections first. */
const WARM_UP_S = 3
const rates = (process.env.RATES ?? '10,50,200,1000').split(',').map(Number)
const blockLoop = fileURLToPath(new URL('./block-loop.js', import.meta.url))

interface Outcome {
  readonly most: number
  /** Share of the rate, from `WARM_UP_S` after the first arrival on. */
  readonly sustained: number
}

async function drain(rate: number, blocked: boolean): Promise<Outcome> {
  const dataDir = temporaryDir()
  const sandbox = await startSandbox()
  const first = await startGateway({ dataDir })
  const channel = await createChannel(await signIn(first.url), {
    api_base_url: sandbox.url + carrierPath,
    messages_per_second: rate,
  })
  await first.stop()
  writeBacklog(dataDir, channel, rate * (SECONDS + WARM_UP_S + 3))
  await startLoad(sandbox.url)
  const gateway = await startGateway({ dataDir, nodeArgs: blocked ? ['--import', blockLoop] : [] })
  // A lane that is new behaves as if the second before had been full.
  await sleep((SECONDS + WARM_UP_S + 2) * 1_000)
  const { stamps } = await arrivals(sandbox.url)
  await gateway.stop()
  await sandbox.stop()
  const start = (stamps[0] ?? Number.NaN) + WARM_UP_S * 1_000
  const counted = stamps.filter((stamp) => stamp >= start && stamp < start + SECONDS * 1_000).length
  return { most: mostInOneSecond(stamps), sustained: counted / (rate * SECONDS) }
}

pinSelf()
printMachine()
const rows: string[][] = []
const goals: [string, boolean][] = []
for (const rate of rates) {
  for (const blocked of [false, true]) {
    const { most, sustained } = await drain(rate, blocked)
    const loop = blocked ? 'held up' : 'free'
    const percent = `${(sustained * 100).toFixed(1)} %`
    rows.push([String(rate), loop, String(most), percent])
    goals.push([
      `${rate}/s, loop ${loop}: most in a second ${most}, sustained ${percent} (goal 99)`,
      most <= rate && sustained >= 0.99,
    ])
  }
}
printTable(['cap per second', 'event loop', 'most in any second', 'sustained'], rows)
for (const [words, met] of goals) printGoal(words, met)
process.exit(0)
