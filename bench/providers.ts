import { readdirSync, readFileSync } from 'node:fs'
import { providers } from '../providers/index.ts'
import type { RawRequest } from '../src/contract/inbound.ts'
import type { Channel, Provider } from '../src/contract/provider.ts'
import { printMachine } from './lib/machine.ts'
import { spread } from './lib/stats.ts'
import { printTable } from './lib/table.ts'

/*
 * What one webhook costs before it is stored: verify and parse of every provider, over all its samples that bring something,
 * against JSON.parse of the same bodies in the same run (a form counts as the JSON object of its fields). ROUNDS says how often (7).
 */

const rounds = Number(process.env.ROUNDS ?? 7)
const ROUND_MS = 120
const webhookUrl = 'https://gateway.example/api/v1.0/webhook/x/0'
const root = new URL('../../', import.meta.url)

interface Webhook {
  readonly channel: Channel
  readonly request: RawRequest
  readonly json: string
}

interface Sample {
  readonly kind: string
  readonly received_at: string
  readonly values: Channel['values']
  readonly request: {
    readonly headers: Record<string, string>
    readonly query?: string
    readonly body?: string
    readonly body_base64?: string
  }
  readonly expected: { readonly events?: readonly unknown[] }
}

function webhooksOf(provider: Provider): Webhook[] {
  const folder = new URL(`providers/${provider.id}/samples/`, root)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Sample)
    .filter((sample) => sample.kind === 'inbound' && sample.expected.events !== undefined)
    .map(({ values, received_at, request: { headers, query = '', body, body_base64 = '' } }) => {
      const bytes = body === undefined ? Buffer.from(body_base64, 'base64') : Buffer.from(body)
      const receivedAt = Date.parse(received_at)
      return {
        channel: { id: 1, values, senders: [], webhookUrl },
        request: { method: 'POST', url: webhookUrl + query, headers, body: bytes, receivedAt },
        json: asJson(bytes.toString()),
      }
    })
}

function asJson(body: string): string {
  try {
    JSON.parse(body)
    return body
  } catch {
    return JSON.stringify(Object.fromEntries(new URLSearchParams(body)))
  }
}

/** Microseconds a webhook, over whole passes for at least `ROUND_MS`. */
function time(webhooks: readonly Webhook[], work: (webhook: Webhook) => unknown): number {
  const start = performance.now()
  let done = 0
  while (performance.now() - start < ROUND_MS) {
    for (const webhook of webhooks) work(webhook)
    done += webhooks.length
  }
  return ((performance.now() - start) * 1_000) / done
}

printMachine()
const rows: string[][] = []
for (const provider of Object.values(providers)) {
  const webhooks = webhooksOf(provider)
  const read = ({ request, channel }: Webhook) => {
    const verdict = provider.verify(request, channel)
    if (!verdict.ok) throw new Error(`${provider.id} refuses one of its own samples: ${verdict.detail}`)
    return provider.parse(request, channel)
  }
  const floor: number[] = []
  const ours: number[] = []
  for (let round = -1; round < rounds; round++) {
    const [parse, both] = [time(webhooks, ({ json }) => JSON.parse(json)), time(webhooks, read)]
    // The first round compiles.
    if (round < 0) continue
    floor.push(parse)
    ours.push(both)
  }
  const bytes = webhooks.reduce((sum, { request }) => sum + request.body.length, 0) / webhooks.length
  rows.push([
    provider.id,
    String(webhooks.length),
    bytes.toFixed(0),
    spread(floor, 1),
    spread(ours, 1),
    spread(
      ours.map((one, i) => one / (floor[i] ?? Number.NaN)),
      1,
    ),
  ])
}
printTable(['provider', 'samples', 'bytes each', 'JSON.parse µs', 'verify + parse µs', 'ratio'], rows)
