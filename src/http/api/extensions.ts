import { z } from 'zod'
import { idParams, page, pageQuery } from '../../contract/api/common.ts'
import { extension, extensionPatch, newExtension, passwordReset, signIn } from '../../contract/api/people.ts'
import { changePerson, createPerson, endAllSignIns, resetPassword } from '../../core/people/change-person.ts'
import { getPerson, listPeople } from '../../core/people/people.ts'
import { listSignIns } from '../../core/people/sessions.ts'
import { endpoint } from '../endpoint.ts'

export const list = endpoint({
  summary: 'All extensions by number, those switched off too.',
  query: z.strictObject(pageQuery),
  answer: page(extension),
  handler: ({ services, query }) => listPeople(services.store.db, query),
})

export const create = endpoint({
  summary: 'Adds an extension.',
  body: newExtension,
  answer: extension,
  status: 201,
  problems: ['conflict'],
  handler: ({ services, deed, body }) => createPerson(services.store, services.passwords, deed, body),
})

export const show = endpoint({
  summary: 'One extension.',
  params: idParams,
  answer: extension,
  problems: ['not_found'],
  handler: ({ services, params }) => getPerson(services.store.db, params.id),
})

export const change = endpoint({
  summary:
    'Changes an extension. Switched off, it is signed out everywhere, and its open conversations go back to their queue, or to nobody.',
  params: idParams,
  body: extensionPatch,
  answer: extension,
  problems: ['not_found', 'conflict'],
  handler: ({ services, deed, params, body }) => changePerson(services.store, deed, params.id, body),
})

export const setPassword = endpoint({
  summary: "Sets somebody's password and ends their sign-ins.",
  params: idParams,
  body: passwordReset,
  problems: ['not_found'],
  handler: ({ services, deed, params, body }) =>
    resetPassword(services.store, services.passwords, deed, params.id, body.password),
})

export const signIns = endpoint({
  summary: "Somebody's sign-ins, the newest first.",
  params: idParams,
  answer: page(signIn),
  problems: ['not_found'],
  async handler({ services, params, signInId }) {
    const { store, now, signInLimits } = services
    await getPerson(store.db, params.id)
    const data = await listSignIns(store.db, params.id, now(), signInLimits.idleMs, signInId)
    return { data, next_cursor: null }
  },
})

export const signOut = endpoint({
  summary: "Ends all of somebody's sign-ins.",
  params: idParams,
  problems: ['not_found'],
  handler: ({ services, deed, params }) => endAllSignIns(services.store, deed, params.id),
})
