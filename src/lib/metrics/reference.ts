import { type MetricDefinition, metricDefinitions } from './definitions.ts'

/** `docs/metrics.md`. */
export function renderMetricsReference(): string {
  const definitions: readonly MetricDefinition[] = Object.values(metricDefinitions)
  const rows = definitions.map(({ name, type, labels, help }) => {
    return `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`
  })
  return `${introduction}\n${rows.join('\n')}\n`
}

const introduction = `# Metrics

<!-- Written from src/lib/metrics/definitions.ts by \`npm run docs\`; edit that file. -->

\`/metrics\` speaks the Prometheus text format. Who may read it is told in [operations](operations.md#metrics). Beside the
metrics below there are those of Node itself (\`process_*\`, \`nodejs_*\`); \`nodejs_eventloop_lag_p99_seconds\` is the delay of
the event loop.

| Metric | Type | Labels | What it tells |
|---|---|---|---|`
