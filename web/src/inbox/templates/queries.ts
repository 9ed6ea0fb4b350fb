import { queryOptions } from '@tanstack/react-query'
import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import { api, type Page } from '../../api/client.ts'

/** The templates that a sender may send, and those of its account that cannot be sent now. */
export const templatesQuery = (senderId: number) =>
  queryOptions({
    queryKey: ['templates', senderId],
    queryFn: async ({ signal }) =>
      (await api<Page<ApiTemplate>>('/templates', { query: { sender_id: senderId }, signal })).data,
  })
