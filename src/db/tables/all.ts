import type * as carriers from './carriers.ts'
import type * as channels from './channels.ts'
import type * as chats from './chats.ts'
import type * as conversations from './conversations.ts'
import type * as people from './people.ts'

/** The schema as it stands after all migrations. Times: integer milliseconds UTC. Flags: 0 or 1. */
export interface Tables {
  extension: people.ExtensionTable
  session: people.SessionTable
  login_throttle: people.LoginThrottleTable
  queue: people.QueueTable
  queue_member: people.QueueMemberTable
  audit: people.AuditTable
  process: people.ProcessTable
  channel: channels.ChannelTable
  channel_secret: channels.ChannelSecretTable
  channel_former_secret: channels.ChannelFormerSecretTable
  sender: channels.SenderTable
  sender_starter: channels.SenderStarterTable
  sender_hour: channels.SenderHourTable
  demo_line: channels.DemoLineTable
  webhook_request: channels.WebhookRequestTable
  contact: conversations.ContactTable
  identity: conversations.IdentityTable
  conversation: conversations.ConversationTable
  conversation_read: conversations.ConversationReadTable
  message: conversations.MessageTable
  attempt: conversations.AttemptTable
  receipt: conversations.ReceiptTable
  media: conversations.MediaTable
  media_link: conversations.MediaLinkTable
  vendor_file: conversations.VendorFileTable
  idempotency: conversations.IdempotencyTable
  event: conversations.EventTable
  held_message: carriers.HeldMessageTable
  message_alias: carriers.MessageAliasTable
  consent: carriers.ConsentTable
  template: chats.TemplateTable
  message_edit: chats.MessageEditTable
  reaction: chats.ReactionTable
  contact_act: chats.ContactActTable
  thread_control: chats.ThreadControlTable
  marketing_stop: chats.MarketingStopTable
  early_event: chats.EarlyEventTable
  limit_place: chats.LimitPlaceTable
  limit_account: chats.LimitAccountTable
}
