import { onPreferences, preferences } from './preferences.ts'

const systemDark = matchMedia('(prefers-color-scheme: dark)')

function paint(): void {
  const { colorMode } = preferences()
  const dark = colorMode === 'dark' || (colorMode === 'system' && systemDark.matches)
  const root = document.documentElement
  root.classList.toggle('dark', dark)
  root.classList.toggle('light', !dark)
  root.style.colorScheme = dark ? 'dark' : 'light'
}

/** Keeps the page's colours on the person's choice, or on the system's where they chose none. */
export function applyColorMode(): void {
  paint()
  onPreferences(paint)
  systemDark.addEventListener('change', paint)
}
