import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type MetricDefinition, metricDefinitions } from './definitions.ts'

type Definitions = typeof metricDefinitions
type Label<D extends MetricDefinition> = D['labels'][number]
type Instrument<D extends MetricDefinition> = D['type'] extends 'counter'
  ? Counter<Label<D>>
  : D['type'] extends 'gauge'
    ? Gauge<Label<D>>
    : Histogram<Label<D>>

/** The instruments by the keys of the definitions: `metrics.inboundMessages.inc({ provider, result })`. */
export type Metrics = { readonly [K in keyof Definitions]: Instrument<Definitions[K]> } & {
  /** Runs before each reading, to set gauges that nobody keeps in step, for example the depth of lanes. */
  beforeReading(set: () => void | Promise<void>): void
  readonly contentType: string
  /** The text that Prometheus reads. */
  read(): Promise<string>
}

export interface MetricsOptions {
  readonly version: string
  /** Also Node's own: memory, CPU, event-loop delay, garbage collection. Off where several gateways share a process. */
  readonly process?: boolean
}

/** A registry of its own with every metric in it. */
export function createMetrics({ version, process = true }: MetricsOptions): Metrics {
  const registry = new Registry()
  if (process) collectDefaultMetrics({ register: registry })
  const setters: (() => void | Promise<void>)[] = []
  const instruments = Object.fromEntries(
    Object.entries(metricDefinitions).map(([key, definition]) => [key, instrument(definition, registry)]),
    // Each key got the class that its definition names; the loop cannot show that to the compiler.
  ) as { [K in keyof Definitions]: Instrument<Definitions[K]> }
  instruments.buildInfo.set({ version }, 1)
  return {
    ...instruments,
    beforeReading: (set) => void setters.push(set),
    contentType: registry.contentType,
    async read() {
      for (const set of setters) await set()
      return registry.metrics()
    },
  }
}

function instrument({ type, name, help, labels, buckets }: MetricDefinition, registry: Registry) {
  const common = { name, help, labelNames: [...labels], registers: [registry] }
  switch (type) {
    case 'counter':
      return new Counter(common)
    case 'gauge':
      return new Gauge(common)
    case 'histogram':
      return new Histogram({ ...common, buckets: [...(buckets ?? [])] })
  }
}
