import type { AnyDb } from './columns.ts'

/** What chats have and carriers' messages do not: content, replies, reactions, edits, windows, several addresses of one person. */
export async function up(db: AnyDb): Promise<void> {
  // `deleted_at`: text and files are gone, that it was there stays. `location`, `reaction` and such stand in `content`.
  for (const [name, type] of [
    ['content', 'text'],
    ['referral', 'text'],
    ['reply_to_id', 'bigint'],
    ['edited_at', 'bigint'],
    ['deleted_at', 'bigint'],
  ] as const) {
    await db.schema.alterTable('message').addColumn(name, type).execute()
  }
  await db.schema.alterTable('media').addColumn('form', 'text').execute()

  await db.schema
    .createTable('message_edit')
    .addColumn('message_id', 'bigint', (c) => c.notNull().references('message.id'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('former_text', 'text')
    .addPrimaryKeyConstraint('message_edit_pk', ['message_id', 'at'])
    .execute()
  // One each for the contact and the business; a null emoji is one that was taken back, so that a late repeat is known.
  await db.schema
    .createTable('reaction')
    .addColumn('message_id', 'bigint', (c) => c.notNull().references('message.id'))
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('emoji', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('reaction_pk', ['message_id', 'by'])
    .execute()
  // When a contact last did something towards a sender that lets the business write.
  await db.schema
    .createTable('contact_act')
    .addColumn('sender_id', 'bigint', (c) => c.notNull().references('sender.id'))
    .addColumn('identity_id', 'bigint', (c) => c.notNull().references('identity.id'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('contact_act_pk', ['sender_id', 'identity_id'])
    .execute()
  // Who stopped marketing messages at the vendor; the newest word counts.
  await db.schema
    .createTable('marketing_stop')
    .addColumn('sender_id', 'bigint', (c) => c.notNull().references('sender.id'))
    .addColumn('identity_id', 'bigint', (c) => c.notNull().references('identity.id'))
    .addColumn('stopped', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('marketing_stop_pk', ['sender_id', 'identity_id'])
    .execute()

  // The address at which the person behind this one is reached now.
  await db.schema.alterTable('identity').addColumn('replaced_by', 'bigint').execute()
  await db.schema.createIndex('identity_contact').on('identity').columns(['contact_id', 'id']).execute()
  await db.schema
    .createIndex('conversation_thread')
    .on('conversation')
    .columns(['sender_id', 'identity_id'])
    .execute()
  await db.schema.alterTable('channel').addColumn('notice', 'text').execute()
  await db.schema.alterTable('channel').addColumn('notice_at', 'bigint').execute()
}

export async function down(db: AnyDb): Promise<void> {
  for (const name of ['notice', 'notice_at']) await db.schema.alterTable('channel').dropColumn(name).execute()
  await db.schema.dropIndex('conversation_thread').execute()
  await db.schema.dropIndex('identity_contact').execute()
  await db.schema.alterTable('identity').dropColumn('replaced_by').execute()
  for (const table of ['marketing_stop', 'contact_act', 'reaction', 'message_edit']) {
    await db.schema.dropTable(table).execute()
  }
  await db.schema.alterTable('media').dropColumn('form').execute()
  for (const name of ['content', 'referral', 'reply_to_id', 'edited_at', 'deleted_at']) {
    await db.schema.alterTable('message').dropColumn(name).execute()
  }
}
