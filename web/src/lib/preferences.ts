import { useSyncExternalStore } from 'react'

/** What this browser remembers between visits; nothing here is secret and nothing of it leaves the machine. */
export interface Preferences {
  colorMode: 'light' | 'dark' | 'system'
  locale: 'en' | 'zh-CN' | null
  enterSends: boolean
  detailsOpen: boolean
}

const defaults: Preferences = { colorMode: 'system', locale: null, enterSends: true, detailsOpen: true }
const key = 'trunkline.preferences'
const listeners = new Set<() => void>()

function load(): Preferences {
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>) }
  } catch {
    return defaults
  }
}

let current = load()

export const preferences = (): Preferences => current

/** Changes some preferences; every reader on this page sees them at once. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(key, JSON.stringify(current))
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const usePreferences = (): Preferences => useSyncExternalStore(onPreferences, preferences)
