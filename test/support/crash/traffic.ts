import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Rig } from './rig.ts'

const CUSTOMERS = 6
const AGENTS = 3
/** About 42 replies a second in all: a little more than the channel's rate, so that the limiter is at work. */
const BETWEEN_REPLIES_MS = 60
const AGAIN_MS = 60
/** Everybody is heard so soon after the gateway is well again. */
const HEARD_MS = 30_000

/** A reply that the API accepted. */
export interface AcceptedReply {
  readonly messageId: number
  readonly conversationId: number
  readonly text: string
}

/** Customers who write and agents who answer, for as long as it is not paused. Every call is repeated until it is heard. */
export interface Traffic {
  /** Ids of customers' messages whose webhook was answered 2xx. */
  readonly acknowledged: Set<string>
  /** In the order of their acceptance in each conversation. */
  readonly accepted: AcceptedReply[]
  /** Statuses that webhooks got, with how often; `null` is no answer. */
  readonly answers: Map<number | null, number>
  resume(): void
  /** Resolves when more than `count` messages of customers were answered and more than `count` replies accepted, in all. */
  passed(count: number): Promise<void>
  /** Nobody begins anything new; resolves when all that was begun has been heard. */
  pause(): Promise<void>
  /** Ends it with whatever is under way. */
  stop(): void
}

export function startTraffic(rig: Rig): Traffic {
  const acknowledged = new Set<string>()
  const accepted: AcceptedReply[] = []
  const answers = new Map<number | null, number>()
  const conversations = new Map<string, number>()
  const doing = new Set<string>()
  let running = true
  let stopped = false
  let busy = 0
  let count = 0

  async function customer(n: number): Promise<void> {
    const from = `+12025550${101 + n}`
    for (let turn = 0; !stopped; turn++) {
      await once(async () => {
        const id = `in-${rig.kind}-${n}-${turn}`
        doing.add(id)
        const files = turn % 4 === 3 ? [await upload()] : []
        const outcome = await rig.sandbox.text(rig.line, { id, from, text: id, files })
        for (const { status } of outcome.tries) answers.set(status, (answers.get(status) ?? 0) + 1)
        if (outcome.delivered) acknowledged.add(id)
        doing.delete(id)
      })
      await sleep(30)
    }
  }

  async function upload(): Promise<string> {
    const response = await fetch(`${rig.sandbox.url}/files?name=file.bin`, {
      method: 'POST',
      body: randomBytes(20_000),
    })
    return ((await response.json()) as { id: string }).id
  }

  /** Each agent has conversations of his own, so that the order in which he writes is known. */
  async function agent(n: number): Promise<void> {
    for (let turn = 0; !stopped; turn++) {
      const customerOf = n + AGENTS * (turn % (CUSTOMERS / AGENTS))
      await once(async () => {
        const conversationId = await conversationOf(`+12025550${101 + customerOf}`)
        if (conversationId === undefined) return
        await reply(conversationId, `out-${rig.kind}-${++count}`)
      })
      await sleep(BETWEEN_REPLIES_MS)
    }
  }

  async function conversationOf(address: string): Promise<number | undefined> {
    const known = conversations.get(address)
    if (known !== undefined) return known
    const answer = await rig.api.get('/conversations?limit=100').catch(() => undefined)
    for (const one of answer?.body?.data ?? []) conversations.set(one.contact.address, one.id)
    return conversations.get(address)
  }

  async function reply(conversationId: number, text: string): Promise<void> {
    doing.add(text)
    while (!stopped) {
      const answer = await rig.api
        .post(`/conversations/${conversationId}/messages`, { text }, { 'idempotency-key': text })
        .catch(() => undefined)
      if (answer && answer.status < 300) {
        accepted.push({ messageId: answer.body.id, conversationId, text })
        doing.delete(text)
        return
      }
      if (answer && answer.status < 500) throw new Error(`a reply was refused: ${answer.text}`)
      await sleep(AGAIN_MS)
    }
  }

  async function once(deed: () => Promise<void>): Promise<void> {
    while (!running && !stopped) await sleep(20)
    if (stopped) return
    busy++
    try {
      await deed()
    } finally {
      busy--
    }
  }

  const people = [
    ...Array.from({ length: CUSTOMERS }, (_, n) => customer(n)),
    ...Array.from({ length: AGENTS }, (_, n) => agent(n)),
  ]
  const ended = Promise.all(people)
  // Whoever fails ends the test at the next pause.
  ended.catch(() => {})
  return {
    acknowledged,
    accepted,
    answers,
    resume() {
      running = true
    },
    async passed(count) {
      const deadline = performance.now() + HEARD_MS
      while (accepted.length <= count || acknowledged.size <= count) {
        if (performance.now() > deadline)
          throw new Error(`only ${acknowledged.size} messages came in and ${accepted.length} replies out`)
        await Promise.race([sleep(20), ended])
      }
    },
    async pause() {
      running = false
      const deadline = performance.now() + HEARD_MS
      const idle = (async () => {
        while (busy > 0) {
          if (performance.now() > deadline)
            throw new Error(`not heard: ${[...doing].join(', ')}\n${rig.gateway.logs().slice(-3_000)}`)
          await sleep(10)
        }
      })()
      await Promise.race([idle, ended])
    },
    stop() {
      stopped = true
    },
  }
}
