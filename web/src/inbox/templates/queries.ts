import { queryOptions } from '@tanstack/react-query'
import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import { api, type Page } from '../../api/client.ts'

/** The templates that a sender may send, and those of its account that cannot be sent now. */
export const templatesQuery = (senderId: number) => listed('sender_id', senderId)

/** The same of a channel, for people who may see channels. */
export const channelTemplatesQuery = (channelId: number) => listed('channel_id', channelId)

const listed = (of: 'sender_id' | 'channel_id', id: number) =>
  queryOptions({
    queryKey: ['templates', of, id],
    queryFn: async ({ signal }) =>
      (await api<Page<ApiTemplate>>('/templates', { query: { [of]: id }, signal })).data,
  })
