import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { setupState } from '../../../src/contract/api/people.ts'
import { api } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'

type SetupState = z.infer<typeof setupState>

/** Whether the first administrator is still to be made; the gateway hides the call (404) once there is one. */
export const setupQuery = queryOptions<SetupState>({
  queryKey: ['setup'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) => {
    try {
      return await api<SetupState>('/setup', { signal })
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return { needed: false, demo_offered: false }
      throw error
    }
  },
})
