import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Me } from '../../../src/contract/api/people.ts'
import { api, onSignedOut } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { queryClient } from '../query-client.ts'

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions<Me | null>({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    try {
      return await api<Me>('/me', { signal })
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null
      throw error
    }
  },
})

/** The signed-in person. Only below `App`'s gate, where there always is one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('nobody is signed in')
  return data
}

export const useMay = (permission: string): boolean => useMe().permissions.includes(permission)

/** Forgets everything that the person before could see, and shows the sign-in page. */
export function forgetSession(): void {
  queryClient.setQueryData(meQuery.queryKey, null)
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' })
}

onSignedOut(forgetSession)

export async function signOut(): Promise<void> {
  await api('/session', { method: 'DELETE' })
  forgetSession()
}
