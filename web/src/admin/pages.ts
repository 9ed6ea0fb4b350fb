import { BellOff, ListTree, RadioTower, ScrollText, Server, ShieldAlert, Users } from 'lucide-react'
import { lazy } from 'react'
import type { AppPage } from '../shell/pages.ts'

/** The administrators' pages, in the order of the navigation. Each component is loaded when it is first opened. */
export const adminPages: readonly AppPage[] = [
  {
    path: '/channels',
    label: 'nav.channels',
    icon: RadioTower,
    permission: 'channels.view',
    component: lazy(() => import('./channels/channels-page.tsx').then((m) => ({ default: m.ChannelsPage }))),
  },
  {
    path: '/quarantine',
    label: 'nav.quarantine',
    icon: ShieldAlert,
    permission: 'quarantine.manage',
    component: lazy(() =>
      import('./quarantine/quarantine-page.tsx').then((m) => ({ default: m.QuarantinePage })),
    ),
  },
  {
    path: '/extensions',
    label: 'nav.extensions',
    icon: Users,
    permission: 'people.manage',
    component: lazy(() =>
      import('./extensions/extensions-page.tsx').then((m) => ({ default: m.ExtensionsPage })),
    ),
  },
  {
    path: '/queues',
    label: 'nav.queues',
    icon: ListTree,
    permission: 'queues.manage',
    component: lazy(() => import('./queues/queues-page.tsx').then((m) => ({ default: m.QueuesPage }))),
  },
  {
    path: '/opt-outs',
    label: 'nav.opt_outs',
    icon: BellOff,
    permission: 'conversations.read_all',
    component: lazy(() => import('./opt-outs/opt-outs-page.tsx').then((m) => ({ default: m.OptOutsPage }))),
  },
  {
    path: '/audit',
    label: 'nav.audit',
    icon: ScrollText,
    permission: 'audit.read',
    component: lazy(() => import('./audit/audit-page.tsx').then((m) => ({ default: m.AuditPage }))),
  },
  {
    path: '/system',
    label: 'nav.system',
    icon: Server,
    permission: 'audit.read',
    component: lazy(() => import('./system/system-page.tsx').then((m) => ({ default: m.SystemPage }))),
  },
]
