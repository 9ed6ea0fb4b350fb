import type { Window } from '../../contract/provider.ts'
import type { ChannelEntry } from '../channels/directory.ts'

/** How long after a contact's last act a channel may be written on, as its settings stand. */
export interface ChannelWindow {
  readonly ms: number
  /** Longer, for what a person writes; undefined where the vendor did not agree to it. */
  readonly extendedMs: number | undefined
  readonly afterwards: Window['afterwards']
}

export type WindowState = 'open' | 'extended' | 'over'

const HOUR_MS = 3_600_000

/** The window of a channel; undefined where the business may always write. */
export function windowOf(entry: ChannelEntry | undefined): ChannelWindow | undefined {
  const window = entry?.provider.window
  if (!entry || !window) return undefined
  const { extended } = window
  return {
    ms: window.hours * HOUR_MS,
    extendedMs:
      extended && entry.channel.values[extended.field] === true ? extended.hours * HOUR_MS : undefined,
    afterwards: window.afterwards,
  }
}

/** Where a window stands, and when that ends; over has no end, and so has the window of a contact who never did anything. */
export function standingOf(
  { ms, extendedMs }: ChannelWindow,
  lastActAt: number | null,
  now: number,
): { readonly state: WindowState; readonly closesAt: number | null } {
  if (lastActAt === null) return { state: 'over', closesAt: null }
  if (now < lastActAt + ms) return { state: 'open', closesAt: lastActAt + ms }
  if (extendedMs !== undefined && now < lastActAt + extendedMs) {
    return { state: 'extended', closesAt: lastActAt + extendedMs }
  }
  return { state: 'over', closesAt: null }
}
