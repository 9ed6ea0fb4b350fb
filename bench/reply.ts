import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { writeBacklog } from './lib/backlog.ts'
import { arrivals, carrierPath, startLoad } from './lib/carrier.ts'
import { createChannel, signIn } from './lib/client.ts'
import { startGateway, startSandbox, temporaryDir } from './lib/gateway.ts'
import { printMachine } from './lib/machine.ts'
import { pinSelf } from './lib/pin.ts'
import { mean, percentile } from './lib/stats.ts'
import { printGoal, printTable } from './lib/table.ts'

/*
 * A reply behind a campaign: 100,000 bulk messages wait on one channel at 200 a second while an agent answers 200 times, at
 * random moments. Measured from the API's 202 to the arrival of the carrier's request.
 */

const BACKLOG = Number(process.env.BACKLOG ?? 100_000)
const REPLIES = 200
const RATE = 200
const MARKER = 'reply-'
const wallNow = () => performance.timeOrigin + performance.now()

pinSelf()
printMachine()
const dataDir = temporaryDir()
const sandbox = await startSandbox()
const first = await startGateway({ dataDir })
const settings = { api_base_url: sandbox.url + carrierPath, messages_per_second: RATE }
const channel = await createChannel(await signIn(first.url), settings)
await first.stop()
writeBacklog(dataDir, channel, BACKLOG + REPLIES)
// The last ones are taken out of the campaign: their conversations are those that the agent answers in.
const database = new Database(`${dataDir}/trunkline.db`)
const answered = database
  .prepare('select id, conversation_id from message order by id desc limit ?')
  .all(REPLIES) as { id: number; conversation_id: number }[]
for (const { id } of answered) database.prepare('delete from message where id = ?').run(id)
database.close()

await startLoad(sandbox.url, MARKER)
const gateway = await startGateway({ dataDir })
const client = await signIn(gateway.url)
await sleep(3_000)
const acceptedAt = new Map<string, number>()
const calls: number[] = []
for (const [i, { conversation_id }] of answered.entries()) {
  await sleep(Math.random() * 150)
  const text = `${MARKER}${i}`
  const asked = wallNow()
  await client.call('POST', `/conversations/${conversation_id}/messages`, { text })
  acceptedAt.set(text, wallNow())
  calls.push(wallNow() - asked)
}
await sleep(2_000)
const { marked, count } = await arrivals(sandbox.url)
// An arrival may be noted before the 202 has come back to this process.
const waits = marked.map(({ at, text }) => Math.max(0, at - (acceptedAt.get(text) ?? Number.NaN)))
await gateway.stop()
await sandbox.stop()

if (marked.length !== REPLIES) throw new Error(`${marked.length} of ${REPLIES} replies arrived`)
const row = (name: string, values: readonly number[]) => [
  name,
  ...[mean(values), percentile(values, 0.5), percentile(values, 0.99)].map((value) => value.toFixed(1)),
  Math.max(...values).toFixed(1),
]
printTable(
  ['with a backlog, ms', 'mean', 'p50', 'p99', 'most'],
  [row('202 to the carrier', waits), row('API call', calls)],
)
console.log(`${count - REPLIES} bulk messages went meanwhile; ${BACKLOG - count + REPLIES} still wait.`)
const p99 = percentile(waits, 0.99)
printGoal(`accepted to the carrier's request: p99 ${p99.toFixed(0)} ms (goal 50)`, p99 <= 50)
process.exit(0)
