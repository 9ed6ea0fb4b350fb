import { z } from 'zod'
import { page, pageQuery } from '../../contract/api/common.ts'
import { auditEntry, auditObject } from '../../contract/api/people.ts'
import { listAudit } from '../../core/list-audit.ts'
import { endpoint } from '../endpoint.ts'

export const list = endpoint({
  summary:
    'The audit trail, the newest first: sign-ins, and changes of people, queues and channels; all, or those of one kind of object.',
  query: z.strictObject({ ...pageQuery, object_type: auditObject.optional() }),
  answer: page(auditEntry),
  handler: ({ services, query }) => listAudit(services.store.db, query),
})
