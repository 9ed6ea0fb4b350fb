import { me } from '../../contract/api/people.ts'
import { permissionsOf } from '../../core/access/permissions.ts'
import { getPerson } from '../../core/people/people.ts'
import { endpoint } from '../endpoint.ts'

export const showMe = endpoint({
  summary: 'Who is signed in, and what they may do.',
  answer: me,
  async handler({ services, actor }) {
    return {
      extension: await getPerson(services.store.db, actor.id),
      permissions: permissionsOf(actor.role),
      version: services.version,
    }
  },
})
