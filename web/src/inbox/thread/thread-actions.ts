import { createContext, useContext } from 'react'
import type { Message } from '../../../../src/contract/api/conversations.ts'

/** What can be done with the messages of the open thread. */
export interface ThreadActions {
  /** Brings a message into view, by its id. */
  readonly jump: (messageId: number) => void
  /** Begins an answer to one message; null where the channel or the moment takes none. */
  readonly reply: ((message: Message) => void) | null
  /** Puts a reaction on a message, null takes it back; null where the channel or the moment takes none. */
  readonly react: ((messageId: number, emoji: string | null) => void) | null
}

export const ThreadActionsContext = createContext<ThreadActions>({
  jump: () => undefined,
  reply: null,
  react: null,
})

export const useThreadActions = (): ThreadActions => useContext(ThreadActionsContext)
