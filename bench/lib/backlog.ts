import Database from 'better-sqlite3'
import type { Channel } from './client.ts'

/**
 * Writes bulk messages, each in a conversation of its own, into the database of a stopped gateway, as a campaign would have
 * left them: queued, and due since a moment ago.
 */
export function writeBacklog(dataDir: string, channel: Channel, count: number): void {
  const database = new Database(`${dataDir}/trunkline.db`)
  const contact = database.prepare('insert into contact (created_at) values (?)')
  const identity = database.prepare(
    "insert into identity (contact_id, kind, address, created_at) values (?, 'tel', ?, ?)",
  )
  const conversation = database.prepare(`
    insert into conversation (channel_id, sender_id, identity_id, status, opened_at, last_activity_at)
    values (?, ?, ?, 'open', ?, ?)`)
  const message = database.prepare(`
    insert into message (conversation_id, channel_id, sender_id, direction, text, status, author_type, priority, due_at,
      created_at)
    values (?, ?, ?, 'out', ?, 'queued', 'system', 1, ?, ?)`)
  const now = Date.now()
  database.transaction(() => {
    for (let i = 0; i < count; i++) {
      const { lastInsertRowid: contactId } = contact.run(now)
      const { lastInsertRowid: identityId } = identity.run(contactId, `+1303${5_550_000 + i}`, now)
      const { lastInsertRowid: id } = conversation.run(channel.id, channel.senderId, identityId, now, now)
      message.run(id, channel.id, channel.senderId, `Our sale begins on Saturday, number ${i}`, now, now)
    }
  })()
  database.close()
}
