import * as me from './api/me.ts'
import { type Route, route } from './route.ts'

/** Every call of the API, below `/api/v1`: who may call it stands on its line. */
export const routes: readonly Route[] = [
  // People
  route('GET', '/me', 'signed-in', me.showMe),

  // Channels

  // Conversations
]
