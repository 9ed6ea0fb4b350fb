import { setTimeout as sleep } from 'node:timers/promises'
import type { VendorWebhook } from '../src/contract/sandbox.ts'

/** One try to hand a webhook over. `status` is null where no answer came. */
export interface WebhookTry {
  readonly status: number | null
  /** The problem code of a refusal, or why no answer came. */
  readonly reason: string | null
  readonly ms: number
}

const timeoutMs = 10_000

/**
 * Posts a webhook as a carrier does: anything but 2xx is tried again after each of the pauses. Tells of each try as
 * it ends; answers whether one was taken.
 */
export async function postWebhook(
  url: string,
  webhook: VendorWebhook,
  pausesMs: readonly number[],
  signal: AbortSignal,
  tell: (one: WebhookTry) => void,
): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    const one = await postOnce(url, webhook, signal)
    if (signal.aborted) return false
    tell(one)
    if (one.status !== null && one.status >= 200 && one.status < 300) return true
    const pauseMs = pausesMs[attempt]
    if (pauseMs === undefined) return false
    await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return false
  }
}

async function postOnce(url: string, webhook: VendorWebhook, signal: AbortSignal): Promise<WebhookTry> {
  const start = performance.now()
  const tookMs = () => Math.round(performance.now() - start)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: webhook.headers,
      body: webhook.body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    const body = await answer.text()
    return { status: answer.status, reason: answer.ok ? null : problemCode(body), ms: tookMs() }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { status: null, reason: cause instanceof Error ? cause.message : String(cause), ms: tookMs() }
  }
}

function problemCode(body: string): string | null {
  try {
    const code = (JSON.parse(body) as { code?: unknown }).code
    return typeof code === 'string' ? code : null
  } catch {
    return null
  }
}
