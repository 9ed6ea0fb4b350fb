/** What the sandbox's load mode saw, in wall-clock milliseconds with fractions. */
export interface Arrivals {
  readonly count: number
  readonly stamps: readonly number[]
  /** Sends whose text began with the marker. */
  readonly marked: readonly { readonly at: number; readonly text: string }[]
}

export const carrierPath = '/carriers/generic'

/** Puts the sandbox's line into load mode, its counts at nothing. */
export async function startLoad(sandboxUrl: string, marker?: string): Promise<void> {
  const response = await fetch(`${sandboxUrl}/lines/generic/load`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ on: true, ...(marker ? { marker } : {}) }),
  })
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${await response.text()}`)
}

export async function arrivals(sandboxUrl: string): Promise<Arrivals> {
  const response = await fetch(`${sandboxUrl}/lines/generic/load`)
  return (await response.json()) as Arrivals
}

/** Most arrivals in any window of one second, its end excluded. Stamps are in order. */
export function mostInOneSecond(stamps: readonly number[]): number {
  let most = 0
  let first = 0
  stamps.forEach((stamp, i) => {
    while (stamp - (stamps[first] ?? stamp) >= 1_000) first++
    most = Math.max(most, i - first + 1)
  })
  return most
}
