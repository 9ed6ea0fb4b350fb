import { Inbox, type LucideIcon } from 'lucide-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { adminPages } from '../admin/pages.ts'

/** One entry of the navigation and the page behind it. */
export interface AppPage {
  /** First part of the address; the page itself reads what follows it. */
  path: `/${string}`
  label: `nav.${string}`
  icon: LucideIcon
  /** Shown only to those who have this permission. */
  permission: string
  component: LazyExoticComponent<ComponentType>
}

const inbox: AppPage = {
  path: '/inbox',
  label: 'nav.inbox',
  icon: Inbox,
  permission: 'conversations.use',
  component: lazy(() => import('../inbox/inbox.tsx').then(({ InboxPage }) => ({ default: InboxPage }))),
}

export const pages: readonly AppPage[] = [inbox, ...adminPages]

/** Whether an address is of a page, or below it. */
export const isWithin = (location: string, { path }: AppPage): boolean =>
  location === path || location.startsWith(`${path}/`)
