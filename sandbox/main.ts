import { parseArgs } from 'node:util'
import { startSandbox } from './server.ts'

const help = `Simulated carriers and a handset page.

  npm run sandbox -- [--port 8090] [--host 127.0.0.1] [--provider generic]
                     [--webhook-url <the channel's webhook URL>] [--api-key <key>] [--secret <secret>]
`

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8090' },
    host: { type: 'string', default: '127.0.0.1' },
    provider: { type: 'string', default: 'generic' },
    'webhook-url': { type: 'string', default: '' },
    'api-key': { type: 'string' },
    secret: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(help)
} else {
  const credentials = {
    ...(values['api-key'] === undefined ? {} : { api_key: values['api-key'] }),
    ...(values.secret === undefined ? {} : { secret: values.secret }),
  }
  const line = {
    name: 'Sandbox line',
    provider: values.provider,
    webhook_url: values['webhook-url'],
    credentials,
  }
  const sandbox = await startSandbox({ port: Number(values.port), host: values.host, lines: [line] })
  const view = sandbox.lines.all[0]!.view(sandbox.url)
  console.log(`The handset is at ${sandbox.url}/

Make a channel of the provider "${view.provider}" with
  API base URL  ${view.api_base_url}`)
  for (const [name, value] of Object.entries(view.credentials)) console.log(`  ${name.padEnd(12)}  ${value}`)
  console.log(`and a sender ${view.numbers[0]}, then give its webhook URL to the line on the handset page.`)
  const stop = () => void sandbox.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
