import { useCallback } from 'react'
import { useLocation } from 'wouter'
import { type Box, boxes } from './queries.ts'

export interface InboxRoute {
  box: Box
  /** The open conversation; null where only the list is shown. */
  id: number | null
}

/** The inbox's address in parts; anything unknown falls back to the person's own box. */
export function parseInboxPath(path: string): InboxRoute {
  const [, , box, id] = path.split('/')
  return {
    box: boxes.find((known) => known === box) ?? 'mine',
    id: id !== undefined && /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null,
  }
}

export const inboxPath = (box: Box, id?: number | null): string =>
  id ? `/inbox/${box}/${id}` : `/inbox/${box}`

export function useInboxRoute() {
  const [location, navigate] = useLocation()
  const { box, id } = parseInboxPath(location)
  const open = useCallback((to: number | null) => navigate(inboxPath(box, to)), [navigate, box])
  const show = useCallback((to: Box) => navigate(inboxPath(to)), [navigate])
  return { box, id, open, show }
}
