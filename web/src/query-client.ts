import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api/problem.ts'

/** Answers of 4xx are final; anything else is tried again, twice. The live stream keeps what is shown fresh. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.isFinal),
    },
  },
})
