import type { ProviderInfo } from '../src/contract/api/channels.ts'
import { startSandbox } from './server.ts'
import { casesOf, tried } from './smoke/cases.ts'
import { type Listed, startSmokeGateway } from './smoke/gateway.ts'
import { wire } from './smoke/world.ts'
import { loadVendors } from './vendors.ts'

/**
 * Sends and receives through every provider of the registry, over real HTTP, with each fault of the sandbox once; prints
 * a table as it goes. What the agent is shown must agree with what the carrier took.
 */
const vendors = await loadVendors()
const gateway = await startSmokeGateway()
const sandbox = await startSandbox({ port: 0, receiptDelaysMs: [10, 30], webhookPausesMs: [20, 20] })
process.once('SIGINT', () => process.exit(130))
let passed = 0
let failed = 0

function row(mark: string, provider: string, name: string, taken: string, ms: string, outcome: string): void {
  console.log(
    `${mark} ${provider.padEnd(10)} ${name.padEnd(36)} ${taken.padStart(5)} ${ms.padStart(8)}  ${outcome}`,
  )
}

/** Each case has a channel of its own, so that none waits for what another left behind. */
async function passThrough(provider: string): Promise<void> {
  const vendor = vendors[provider]
  if (!vendor) throw new Error('the sandbox does not play this carrier')
  for (const { name, run } of casesOf(vendor)) {
    const { ok, taken, ms, outcome } = await tried(async () =>
      run(await wire(gateway.api, sandbox, provider)),
    )
    if (ok) passed++
    else failed++
    row(ok ? '✓' : '✗', provider, name, taken === undefined ? '' : String(taken), `${ms} ms`, outcome)
  }
}

try {
  row(' ', 'provider', 'what', 'taken', 'time', 'what people see')
  const { data } = await gateway.api<Listed<ProviderInfo>>('GET', '/providers')
  // Carriers do not wait for one another; neither do their rows.
  const passes = data.map(({ id }) =>
    passThrough(id).catch((error: unknown) => {
      failed++
      row('✗', id, 'everything', '', '', error instanceof Error ? error.message : String(error))
    }),
  )
  await Promise.all(passes)
} finally {
  await sandbox.close()
  await gateway.stop()
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
