import { me, passwordChange, profilePatch } from '../../contract/api/people.ts'
import { changeOwnPassword } from '../../core/people/change-password.ts'
import { changeProfile } from '../../core/people/change-person.ts'
import { endpoint } from '../endpoint.ts'
import { giveSession } from '../session-cookie.ts'
import { whoIs } from './who.ts'

export const show = endpoint({
  summary: 'Who is signed in, and what they may do.',
  answer: me,
  handler: ({ services, actor }) => whoIs(services, actor.id),
})

export const change = endpoint({
  summary: 'Changes your own name or language.',
  body: profilePatch,
  answer: me,
  async handler({ services, actor, deed, body }) {
    await changeProfile(services.store, deed, body)
    return whoIs(services, actor.id)
  },
})

export const changePassword = endpoint({
  summary: 'Changes your own password; every other sign-in of yours ends.',
  body: passwordChange,
  problems: ['wrong_credentials', 'too_many_requests'],
  async handler({ services, deed, client, body, response }) {
    giveSession(response, services, await changeOwnPassword(services, deed, client, body))
  },
})
