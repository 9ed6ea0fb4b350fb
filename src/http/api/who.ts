import type { Me } from '../../contract/api/people.ts'
import { allowed, permissionsOf } from '../../core/access/permissions.ts'
import { getPerson } from '../../core/people/people.ts'
import type { Services } from '../services.ts'

/** What the screens need to know of the person who is signed in. */
export async function whoIs(services: Services, extensionId: number): Promise<Me> {
  const extension = await getPerson(services.store.db, extensionId)
  return {
    extension,
    permissions: permissionsOf(extension.role),
    version: services.version,
    handset_url: allowed(extension.role, 'channels.view') ? (services.handsetUrl() ?? null) : null,
  }
}
