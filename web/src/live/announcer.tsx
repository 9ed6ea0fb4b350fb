import { Box } from '@chakra-ui/react'
import { useSyncExternalStore } from 'react'

let latest = ''
const listeners = new Set<() => void>()

/** Says something to those who hear the page instead of seeing it, without disturbing what they do. */
export function announce(words: string): void {
  // The same words twice would not be said again: a mark that is not spoken makes them new.
  latest = words === latest ? `${words}\u00A0` : words
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where announcements stand; once per page. */
export function Announcer() {
  const words = useSyncExternalStore(subscribe, () => latest)
  return (
    <Box srOnly aria-live="polite" aria-atomic="true">
      {words}
    </Box>
  )
}
