import type { Role } from '../../contract/api/common.ts'

/** The person on whose behalf something is done. Read anew for each request, so that changed rights act at once. */
export interface Actor {
  readonly id: number
  readonly name: string
  readonly role: Role
  /** Queues the person is a member of. */
  readonly queueIds: readonly number[]
}
