import { idParams, page } from '../../contract/api/common.ts'
import { credentials, me, signIn as signInShape } from '../../contract/api/people.ts'
import { endSignIn, listSignIns } from '../../core/people/sessions.ts'
import { signIn } from '../../core/people/sign-in.ts'
import { endpoint, openEndpoint } from '../endpoint.ts'
import { giveSession, takeSession } from '../session-cookie.ts'
import { whoIs } from './who.ts'

export const open = openEndpoint({
  summary: 'Signs in: the answer sets the session cookie.',
  body: credentials,
  answer: me,
  problems: ['wrong_credentials', 'too_many_requests'],
  async handler({ services, client, body, response }) {
    const { token, extensionId } = await signIn(services, body, client, services.now())
    giveSession(response, services, token)
    return whoIs(services, extensionId)
  },
})

export const close = endpoint({
  summary: 'Signs out.',
  async handler({ services, deed, signInId, response }) {
    await endSignIn(services.store, deed, signInId)
    takeSession(response, services)
  },
})

export const list = endpoint({
  summary: 'Your sign-ins, the newest first.',
  answer: page(signInShape),
  async handler({ services, actor, signInId }) {
    const { store, now, signInLimits } = services
    const data = await listSignIns(store.db, actor.id, now(), signInLimits.idleMs, signInId)
    return { data, next_cursor: null }
  },
})

export const end = endpoint({
  summary: 'Ends one of your sign-ins.',
  params: idParams,
  problems: ['not_found'],
  handler: ({ services, deed, params }) => endSignIn(services.store, deed, params.id),
})
