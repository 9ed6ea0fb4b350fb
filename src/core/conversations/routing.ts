import type { Destination } from '../../contract/api/common.ts'
import type { ConversationTable } from '../../db/tables/conversations.ts'

export type Place = Pick<ConversationTable, 'owner_type' | 'owner_id' | 'queue_id'>

/**
 * Where a conversation stands when it goes to a destination: an extension or the API owns it at once, a queue waits for
 * somebody to pick it up. Without a destination only supervisors and administrators see it.
 */
export function placeOf(destination: Destination | null): Place {
  switch (destination?.type) {
    case 'extension':
      return { owner_type: 'extension', owner_id: destination.id, queue_id: null }
    case 'queue':
      return { owner_type: null, owner_id: null, queue_id: destination.id }
    case 'api':
      return { owner_type: 'api', owner_id: null, queue_id: null }
    default:
      return { owner_type: null, owner_id: null, queue_id: null }
  }
}
