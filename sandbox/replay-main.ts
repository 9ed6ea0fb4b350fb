import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type ReplaySample, replay } from './replay.ts'
import { loadVendors } from './vendors.ts'

const help = `Posts one of a provider's samples at a running gateway, signed anew, and prints the answer.

  npm run replay -- <provider> <sample> --url <the channel's webhook URL>
                    [--secret <secret>] [--set <field>=<value>]… [--same-id]
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    secret: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    'same-id': { type: 'boolean', default: false },
  },
})

try {
  await main()
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  console.error(`${error instanceof Error ? error.message : error}${cause}`)
  process.exitCode = 1
}

async function main(): Promise<void> {
  const [provider, name] = positionals
  const vendor = provider ? (await loadVendors())[provider] : undefined
  if (!vendor) throw new Error(help)
  // Samples are not part of the build: they are read from the source tree, where npm runs this.
  const folder = path.join('providers', vendor.id, 'samples')
  const file = path.join(folder, `${name}.json`)
  if (!name || !values.url || !existsSync(file)) {
    const names = readdirSync(folder).flatMap((entry) =>
      isWebhook(path.join(folder, entry)) ? [entry.slice(0, -5)] : [],
    )
    throw new Error(`${help}\nSamples of ${vendor.id}: ${names.join(', ')}`)
  }
  const fields = values.set.map((pair) => [
    pair.slice(0, pair.indexOf('=')),
    pair.slice(pair.indexOf('=') + 1),
  ])
  const credentials = {
    ...(values.secret === undefined ? {} : { secret: values.secret }),
    ...Object.fromEntries(fields),
  }
  const answer = await replay(vendor, readSample(file), {
    url: values.url,
    credentials,
    sameId: values['same-id'],
  })
  console.log(`${answer.status} after ${answer.ms} ms${answer.body ? `\n${answer.body}` : ''}`)
}

function readSample(file: string): ReplaySample {
  return JSON.parse(readFileSync(file, 'utf8')) as ReplaySample
}

function isWebhook(file: string): boolean {
  return file.endsWith('.json') && readSample(file).kind === 'inbound'
}
