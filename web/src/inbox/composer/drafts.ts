import type { Media } from '../../../../src/contract/api/conversations.ts'

/** What somebody began to write in a conversation. */
export interface StoredDraft {
  text: string
  media: Media[]
}

const empty: StoredDraft = { text: '', media: [] }
const keyOf = (extensionId: number, conversationId: number) =>
  `trunkline.draft.${extensionId}.${conversationId}`

/** The draft that this person left in a conversation, in this browser; an empty one where there is none. */
export function loadDraft(
  extensionId: number,
  conversationId: number,
  storage: Storage = localStorage,
): StoredDraft {
  try {
    const stored = JSON.parse(
      storage.getItem(keyOf(extensionId, conversationId)) ?? 'null',
    ) as StoredDraft | null
    return stored && typeof stored.text === 'string' && Array.isArray(stored.media) ? stored : empty
  } catch {
    return empty
  }
}

/** Keeps a draft; an empty one is forgotten. A browser that stores nothing loses it with the page. */
export function saveDraft(
  extensionId: number,
  conversationId: number,
  draft: StoredDraft,
  storage: Storage = localStorage,
): void {
  try {
    const key = keyOf(extensionId, conversationId)
    if (draft.text === '' && draft.media.length === 0) storage.removeItem(key)
    else storage.setItem(key, JSON.stringify(draft))
  } catch {
    // Full or forbidden storage: the draft lives as long as the page.
  }
}
