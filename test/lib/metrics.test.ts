import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { type MetricsAccess, mayReadMetrics } from '../../src/lib/metrics/access.ts'
import { type MetricDefinition, metricDefinitions } from '../../src/lib/metrics/definitions.ts'
import { createMetrics } from '../../src/lib/metrics/metrics.ts'
import { startMetricsServer } from '../../src/lib/metrics/server.ts'
import { Secret } from '../../src/lib/secret.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

describe('the registry', () => {
  it('tells every metric with its type and help, in names that Prometheus takes', async () => {
    const text = await createMetrics({ version: '1.2.3' }).read()
    const definitions: readonly MetricDefinition[] = Object.values(metricDefinitions)
    for (const { name, type, help } of definitions) {
      expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`)
      expect(name).toMatch(type === 'counter' ? /_total$/ : /(?<!_total)$/)
    }
    expect(text).toContain('trunkline_build_info{version="1.2.3"} 1')
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
    expect(text).toContain('process_resident_memory_bytes')
  })

  it('counts, and sets gauges just before it is read', async () => {
    const metrics = createMetrics({ version: '1', process: false })
    metrics.inboundRequests.inc({ provider: 'generic', result: 'accepted' })
    metrics.commitSeconds.observe(0.003)
    let depth = 0
    metrics.beforeReading(async () => metrics.laneDepth.set({ channel: '1' }, ++depth))
    await metrics.read()
    const text = await metrics.read()
    expect(text).toContain('trunkline_inbound_requests_total{provider="generic",result="accepted"} 1')
    expect(text).toContain('trunkline_commit_seconds_bucket{le="0.005"} 1')
    expect(text).toContain('trunkline_lane_depth{channel="1"} 2')
    expect(text).not.toContain('nodejs_')
  })
})

describe('the metrics port', () => {
  it('serves /metrics and nothing else, on the address given only', async () => {
    const server = await startMetricsServer(createMetrics({ version: '1', process: false }), '127.0.0.1', 0)
    servers.push(server)
    const { port } = server.address() as AddressInfo
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/plain'),
    ])
    expect(await answer.text()).toContain('trunkline_build_info')
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(404)
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((each) => each?.family === 'IPv4' && !each.internal)
    if (outside) await expect(fetch(`http://${outside.address}:${port}/metrics`)).rejects.toThrow()
  })

  it('says so when it is taken', async () => {
    const metrics = createMetrics({ version: '1', process: false })
    const server = await startMetricsServer(metrics, '127.0.0.1', 0)
    servers.push(server)
    const { port } = server.address() as AddressInfo
    await expect(startMetricsServer(metrics, '127.0.0.1', port)).rejects.toThrow('EADDRINUSE')
  })
})

describe('who may read /metrics on the main port', () => {
  const token = new Secret('0123456789abcdef')
  const bearer = { authorization: 'Bearer 0123456789abcdef' }
  const local = 'http://localhost:8080'
  const open = 'https://messages.example.com'

  it.each<[string, MetricsAccess, Record<string, string>, boolean]>([
    ['a local program while the gateway is local', { token: undefined, publicUrl: local }, {}, true],
    ['the same by number', { token: undefined, publicUrl: 'http://127.0.0.1:1' }, {}, true],
    ['the same by IPv6', { token: undefined, publicUrl: 'http://[::1]:1' }, {}, true],
    ['a local program, but the gateway is public', { token: undefined, publicUrl: open }, {}, false],
    [
      'somebody behind a proxy',
      { token: undefined, publicUrl: local },
      { 'x-forwarded-for': '203.0.113.9' },
      false,
    ],
    ['a token where none is set', { token: undefined, publicUrl: open }, bearer, false],
    ['the right token', { token, publicUrl: open }, bearer, true],
    ['a wrong token', { token, publicUrl: open }, { authorization: 'Bearer 0123456789abcdeF' }, false],
    ['no token where one is set', { token, publicUrl: local }, {}, false],
  ])('%s', async (_, access, headers, allowed) => {
    const server = createServer((request, response) => {
      response.end(String(mayReadMetrics(request, access)))
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers })
    expect(await answer.text()).toBe(String(allowed))
  })
})
