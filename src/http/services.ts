import type { ChannelServices } from '../core/channels/channel-services.ts'
import type { ChannelEntry, Directory } from '../core/channels/directory.ts'
import type { SendSignal } from '../core/conversations/signals.ts'
import type { TakeOver } from '../core/conversations/take-over.ts'
import type { MediaStore } from '../core/media/store.ts'
import type { LaneView } from '../core/outbound/waiting.ts'
import type { FirstRun } from '../core/people/first-administrator.ts'
import type { PasswordHasher } from '../core/people/passwords.ts'
import type { SignInLimits } from '../core/people/sessions.ts'
import type { Synced } from '../core/templates/sync.ts'
import type { Store } from '../db/store.ts'
import type { Log } from '../lib/log/log.ts'
import type { Stream } from '../realtime/stream.ts'

/** What handlers work with. `app.ts` makes it once; a part that needs something more adds its member here. */
export interface Services {
  readonly store: Store
  /** Milliseconds UTC. */
  readonly now: () => number
  readonly log: Log
  /** Scheme, host and port under which browsers and carriers reach the gateway. */
  readonly publicUrl: string
  /** Trunkline's version. */
  readonly version: string
  readonly passwords: PasswordHasher
  readonly signInLimits: SignInLimits
  /** Set once the database is open. */
  firstRun: FirstRun
  /** The demo's simulated phone, while the demo is there. */
  handsetUrl: () => string | undefined
  readonly channels: ChannelServices
  readonly directory: Directory
  readonly lanes: LaneView
  readonly stream: Stream
  readonly files: MediaStore
  /** Largest file that a person may upload. */
  readonly mediaMaxBytes: number
  /** Tells the contact, where the vendor can, that somebody read or types. Never rejects. */
  signal: SendSignal
  /** Takes a conversation from another program of the business. */
  takeOver: TakeOver
  /** Fetches a channel's message templates now. */
  syncTemplates(entry: ChannelEntry): Promise<Synced>
  /** A message was committed for this channel: its lane may have work. */
  accepted(channelId: number): void
}
