import { me, setup, setupState } from '../../contract/api/people.ts'
import { validationProblem } from '../../contract/validation.ts'
import { isNeeded, setUp } from '../../core/people/first-administrator.ts'
import { openEndpoint } from '../endpoint.ts'
import { giveSession } from '../session-cookie.ts'
import { whoIs } from './who.ts'

export const state = openEndpoint({
  summary: 'Does the gateway still need its first administrator?',
  answer: setupState,
  async handler({ services }) {
    const needed = await isNeeded(services.store.db)
    return { needed, demo_offered: needed && services.firstRun.addDemo !== undefined }
  },
})

export const create = openEndpoint({
  summary: 'Makes the first administrator, with the code that the console shows, and signs them in.',
  body: setup,
  answer: me,
  status: 201,
  problems: ['not_found', 'forbidden'],
  async handler({ services, client, body, response }) {
    const { firstRun } = services
    if (body.demo && !firstRun.addDemo) {
      throw validationProblem([{ path: 'body.demo', message: 'cannot be true: there is no demo data here' }])
    }
    const { token, extensionId } = await setUp(services, firstRun, body, client, services.now())
    if (body.demo) await firstRun.addDemo?.()
    giveSession(response, services, token)
    return whoIs(services, extensionId)
  },
})
