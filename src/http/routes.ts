import * as audit from './api/audit.ts'
import * as channels from './api/channels.ts'
import * as consent from './api/consent.ts'
import * as contacts from './api/contacts.ts'
import * as conversations from './api/conversations.ts'
import * as events from './api/events.ts'
import * as extensions from './api/extensions.ts'
import * as me from './api/me.ts'
import * as media from './api/media.ts'
import * as quarantine from './api/quarantine.ts'
import * as queues from './api/queues.ts'
import * as reference from './api/reference.ts'
import * as senders from './api/senders.ts'
import * as session from './api/session.ts'
import * as setup from './api/setup.ts'
import * as templates from './api/templates.ts'
import { type Route, route } from './route.ts'

/** Every call of the API, below `/api/v1`: who may call it stands on its line. */
export const routes: readonly Route[] = [
  // First run and sign-in
  route('GET', '/setup', 'public', setup.state),
  route('POST', '/setup', 'public', setup.create),
  route('POST', '/session', 'public', session.open),
  route('DELETE', '/session', 'signed-in', session.close),
  route('GET', '/session/sign-ins', 'signed-in', session.list),
  route('DELETE', '/session/sign-ins/:id', 'signed-in', session.end),
  route('GET', '/me', 'signed-in', me.show),
  route('PATCH', '/me', 'signed-in', me.change),
  route('POST', '/me/password', 'signed-in', me.changePassword),

  // People
  route('GET', '/extensions', 'people.list', extensions.list),
  route('POST', '/extensions', 'people.manage', extensions.create),
  route('GET', '/extensions/:id', 'people.list', extensions.show),
  route('PATCH', '/extensions/:id', 'people.manage', extensions.change),
  route('POST', '/extensions/:id/password', 'people.manage', extensions.setPassword),
  route('GET', '/extensions/:id/sign-ins', 'people.manage', extensions.signIns),
  route('DELETE', '/extensions/:id/sign-ins', 'people.manage', extensions.signOut),
  route('GET', '/queues', 'people.list', queues.list),
  route('POST', '/queues', 'queues.manage', queues.create),
  route('GET', '/queues/:id', 'people.list', queues.show),
  route('PATCH', '/queues/:id', 'queues.manage', queues.change),
  route('DELETE', '/queues/:id', 'queues.manage', queues.remove),
  route('GET', '/audit', 'audit.read', audit.list),

  // Channels
  route('GET', '/providers', 'channels.view', channels.listProviders),
  route('GET', '/channels', 'channels.view', channels.listChannels),
  route('POST', '/channels', 'channels.manage', channels.createChannel),
  route('GET', '/channels/:id', 'channels.view', channels.showChannel),
  route('PATCH', '/channels/:id', 'channels.manage', channels.changeChannel),
  route('DELETE', '/channels/:id', 'channels.manage', channels.removeChannel),
  route('POST', '/channels/:id/check', 'channels.manage', channels.checkChannel),
  route('POST', '/channels/:id/notice/dismiss', 'channels.manage', channels.dismissChannelNotice),
  route('POST', '/channels/:id/missed', 'channels.manage', channels.findMissedMessages),
  route('POST', '/channels/:id/templates/sync', 'channels.manage', templates.sync),
  route('GET', '/channels/:id/senders', 'channels.view', senders.listSenders),
  route('POST', '/channels/:id/senders', 'channels.manage', senders.createSender),
  route('PATCH', '/senders/:id', 'channels.manage', senders.changeSender),
  route('DELETE', '/senders/:id', 'channels.manage', senders.removeSender),
  route('GET', '/senders', 'signed-in', senders.listStartable),
  route('GET', '/senders/counts', 'counts.read', senders.countSenders),
  route('GET', '/quarantine', 'quarantine.manage', quarantine.listQuarantine),
  route('GET', '/quarantine/:id', 'quarantine.manage', quarantine.showQuarantined),
  route('POST', '/quarantine/:id/release', 'quarantine.manage', quarantine.releaseQuarantined),
  route('POST', '/quarantine/:id/discard', 'quarantine.manage', quarantine.discardQuarantined),

  // Conversations
  route('GET', '/conversations', 'conversations.use', conversations.list),
  route('POST', '/conversations', 'conversations.use', conversations.create),
  route('GET', '/conversations/totals', 'conversations.use', conversations.totals),
  route('GET', '/conversations/:id', 'conversations.use', conversations.show),
  route('GET', '/conversations/:id/messages', 'conversations.use', conversations.listThread),
  route('POST', '/conversations/:id/messages', 'conversations.use', conversations.write),
  route('GET', '/conversations/:id/timeline', 'conversations.use', conversations.showTimeline),
  route('POST', '/conversations/:id/pick-up', 'conversations.use', conversations.pickUp),
  route('POST', '/conversations/:id/transfer', 'conversations.use', conversations.handOn),
  route('POST', '/conversations/:id/take-over', 'conversations.use', conversations.takeOver),
  route('POST', '/conversations/:id/close', 'conversations.use', conversations.close),
  route('POST', '/conversations/:id/read', 'conversations.use', conversations.markRead),
  route('POST', '/conversations/:id/typing', 'conversations.use', conversations.typing),
  route('GET', '/conversations/:id/consent', 'conversations.use', consent.history),
  route('POST', '/conversations/:id/consent', 'conversations.use', consent.note),
  route('GET', '/opt-outs', 'conversations.read_all', consent.listOut),
  route('GET', '/messages', 'conversations.use', conversations.listAllMessages),
  route('POST', '/messages/:id/send-again', 'conversations.use', conversations.sendMessageAgain),
  route('POST', '/messages/:id/reaction', 'conversations.use', conversations.reactToMessage),
  route('GET', '/templates', 'conversations.use', templates.list),
  route('GET', '/contacts/:id/picture', 'conversations.use', contacts.showPicture),
  route('POST', '/media', 'conversations.use', media.uploadMedia),
  route('GET', '/media/:id/content', 'conversations.use', media.showMediaContent),

  // Events
  route('GET', '/events', 'signed-in', events.listEvents),
  route('GET', '/stream/sse', 'signed-in', events.streamServerSentEvents),

  // The API about itself
  route('GET', '/openapi.json', 'public', reference.document),
  route('GET', '/reference', 'public', reference.page),
]
