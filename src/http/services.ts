import type { ChannelServices } from '../core/channels/channel-services.ts'
import type { Store } from '../db/store.ts'
import type { Log } from '../lib/log/log.ts'

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
  readonly signInLimits: SignInLimits
  readonly channels: ChannelServices
}

export interface SignInLimits {
  /** A sign-in ends after this long without use. */
  readonly idleMs: number
  /** A sign-in ends after this long in any case. */
  readonly absoluteMs: number
}
