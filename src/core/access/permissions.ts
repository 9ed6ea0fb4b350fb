import type { Role } from '../../contract/api/common.ts'

/** What a role may do at all. Which conversations a person may see is decided per row: `conversation-access.ts`. */
export const permissions = {
  'conversations.use': ['administrator', 'supervisor', 'agent'],
  'conversations.read_all': ['administrator', 'supervisor'],
  'people.list': ['administrator', 'supervisor', 'agent'],
  'people.manage': ['administrator'],
  'queues.manage': ['administrator', 'supervisor'],
  'channels.view': ['administrator', 'supervisor'],
  'channels.manage': ['administrator'],
  'quarantine.manage': ['administrator'],
  'counts.read': ['administrator', 'supervisor'],
  'audit.read': ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

export function allowed(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role)
}

export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(permissions) as Permission[]).filter((permission) => allowed(role, permission))
}
