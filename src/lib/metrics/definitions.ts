/** One metric: what it is called, what it tells, and by what it is divided. Times are in seconds, as Prometheus wants them. */
export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly name: `trunkline_${string}`
  readonly help: string
  readonly labels: readonly string[]
  /** Upper bounds of a histogram's steps. */
  readonly buckets?: readonly number[]
}

const fast = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const slow = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/**
 * Every metric of ours. `docs/metrics.md` is written from this (`npm run docs`). Labels hold ids and fixed words only,
 * never numbers or names of people.
 */
export const metricDefinitions = {
  buildInfo: {
    type: 'gauge',
    name: 'trunkline_build_info',
    help: 'Always 1; the label says which version runs.',
    labels: ['version'],
  },
  inboundRequests: {
    type: 'counter',
    name: 'trunkline_inbound_requests_total',
    help: 'Webhooks answered, by result: stored, kept (taken, but in quarantine), or the code of the problem answered, for example signature_mismatch or storage_unavailable.',
    labels: ['provider', 'result'],
  },
  inboundSeconds: {
    type: 'histogram',
    name: 'trunkline_inbound_seconds',
    help: 'From the arrival of a webhook to its answer, the commit included.',
    labels: ['provider'],
    buckets: fast,
  },
  inboundMessages: {
    type: 'counter',
    name: 'trunkline_inbound_messages_total',
    help: 'Messages from contacts, by result: new, duplicate (recognised and dropped).',
    labels: ['provider', 'result'],
  },
  receipts: {
    type: 'counter',
    name: 'trunkline_receipts_total',
    help: 'Receipts from carriers: what became of messages that were sent.',
    labels: ['provider'],
  },
  outboundAttempts: {
    type: 'counter',
    name: 'trunkline_outbound_attempts_total',
    help: 'Tries to hand a message to a carrier, by outcome: accepted, rejected, retry, unknown.',
    labels: ['provider', 'outcome'],
  },
  failovers: {
    type: 'counter',
    name: 'trunkline_failovers_total',
    help: "Messages handed over to their sender's second channel, by the id of the channel that could not send them.",
    labels: ['channel'],
  },
  lookUps: {
    type: 'counter',
    name: 'trunkline_look_ups_total',
    help: 'Questions to carriers what became of a send whose answer was lost, by what they told: accepted, rejected, retry (certainly not sent), unknown.',
    labels: ['provider', 'outcome'],
  },
  outboundSeconds: {
    type: 'histogram',
    name: 'trunkline_outbound_seconds',
    help: "How long carriers took to answer a send, from our request's start.",
    labels: ['provider'],
    buckets: slow,
  },
  laneDepth: {
    type: 'gauge',
    name: 'trunkline_lane_depth',
    help: 'Messages that wait to be sent, by channel id.',
    labels: ['channel'],
  },
  laneOldestWaitingSeconds: {
    type: 'gauge',
    name: 'trunkline_lane_oldest_waiting_seconds',
    help: 'Age of the oldest message that waits and is due, by channel id.',
    labels: ['channel'],
  },
  limiterWaitSeconds: {
    type: 'histogram',
    name: 'trunkline_limiter_wait_seconds',
    help: "How long a message that was next in its lane waited for the channel's rate.",
    labels: [],
    buckets: slow,
  },
  commitJobs: {
    type: 'histogram',
    name: 'trunkline_commit_jobs',
    help: 'Writes that shared one commit.',
    labels: [],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 200],
  },
  commitSeconds: {
    type: 'histogram',
    name: 'trunkline_commit_seconds',
    help: 'Duration of a commit with all its writes.',
    labels: [],
    buckets: fast,
  },
  realtimeConnections: {
    type: 'gauge',
    name: 'trunkline_realtime_connections',
    help: 'Open live connections of browsers.',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>
