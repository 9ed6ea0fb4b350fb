import { appSecret, batchesOf, pageId, phoneNumberId, signatureOf } from './lib/batches.ts'
import { createChannelOf, signIn } from './lib/client.ts'
import { startGateway, temporaryDir } from './lib/gateway.ts'
import { printMachine } from './lib/machine.ts'
import { pinSelf } from './lib/pin.ts'
import { median, spread } from './lib/stats.ts'
import { printGoal, printTable } from './lib/table.ts'

/*
 * Meta's largest webhooks: 1,000 changes in one POST of up to 3 MB, from the first byte sent to the answer, which comes
 * after the commit. Meta waits five seconds. ROUNDS says how often (5). BENCH_POSTGRES, a URL of an empty database, adds
 * PostgreSQL.
 */

const rounds = Number(process.env.ROUNDS ?? 5)
const GOAL_MS = 5_000

interface Target {
  readonly name: string
  post(kind: string, body: string): Promise<number>
}

async function gateway(name: string, env: Record<string, string>): Promise<Target> {
  const started = await startGateway({ dataDir: temporaryDir(), env })
  const client = await signIn(started.url)
  const common = { app_secret: appSecret, verify_token: 'bench-verify-01' }
  const settings = { app_id: '1234567890', api_base_url: 'http://127.0.0.1:9' }
  const whatsapp = await createChannelOf(client, {
    provider: 'whatsapp',
    credentials: { ...common, access_token: 'bench-token-0123456789', waba_id: '102290129340398' },
    ...{ settings, sender: phoneNumberId },
  })
  const messenger = await createChannelOf(client, {
    provider: 'messenger',
    credentials: { ...common, access_token: 'bench-token-0123456789' },
    ...{ settings, sender: pageId },
  })
  return {
    name,
    async post(kind, body) {
      const { webhook } = kind.startsWith('Messenger') ? messenger : whatsapp
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(body) }
      const start = performance.now()
      const answer = await fetch(started.url + webhook, { method: 'POST', headers, body })
      const tookMs = performance.now() - start
      if (answer.status !== 200) throw new Error(`${kind}: answered ${answer.status}`)
      return tookMs
    },
  }
}

pinSelf()
printMachine()
const postgresUrl = process.env.BENCH_POSTGRES
const targets = [
  await gateway('SQLite', {}),
  ...(postgresUrl ? [await gateway('PostgreSQL', { TRUNKLINE_DATABASE_URL: postgresUrl })] : []),
]
const results = new Map<string, { bytes: number; took: number[][] }>()
for (let round = 0; round < rounds; round++) {
  for (const [kind, batch] of Object.entries(batchesOf(round))) {
    const body = JSON.stringify(batch)
    const result = results.get(kind) ?? { bytes: body.length, took: targets.map(() => []) }
    results.set(kind, result)
    for (const [i, target] of targets.entries()) result.took[i]?.push(await target.post(kind, body))
  }
}
printTable(
  ['1,000 changes', 'MB', ...targets.map(({ name }) => `${name}, ms`)],
  [...results].map(([kind, { bytes, took }]) => [
    kind,
    (bytes / 1e6).toFixed(1),
    ...took.map((all) => spread(all)),
  ]),
)
for (const [i, { name }] of targets.entries()) {
  const all = [...results.values()].map(({ took }) => took[i] ?? [])
  const slowest = Math.max(...all.flat())
  const usual = Math.max(...all.map((one) => median(one)))
  printGoal(
    `${name}: the slowest of all ${slowest.toFixed(0)} ms, the slowest median ${usual.toFixed(0)} ms (goal 5,000)`,
    slowest <= GOAL_MS,
  )
}
process.exit(0)
