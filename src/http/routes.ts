import * as channels from './api/channels.ts'
import * as me from './api/me.ts'
import * as quarantine from './api/quarantine.ts'
import * as senders from './api/senders.ts'
import { type Route, route } from './route.ts'

/** Every call of the API, below `/api/v1`: who may call it stands on its line. */
export const routes: readonly Route[] = [
  // People
  route('GET', '/me', 'signed-in', me.showMe),

  // Channels
  route('GET', '/providers', 'channels.view', channels.listProviders),
  route('GET', '/channels', 'channels.view', channels.listChannels),
  route('POST', '/channels', 'channels.manage', channels.createChannel),
  route('GET', '/channels/:id', 'channels.view', channels.showChannel),
  route('PATCH', '/channels/:id', 'channels.manage', channels.changeChannel),
  route('DELETE', '/channels/:id', 'channels.manage', channels.removeChannel),
  route('POST', '/channels/:id/check', 'channels.manage', channels.checkChannel),
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
]
