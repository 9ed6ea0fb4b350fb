import { ApiProblem } from './problem.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

interface Call {
  method?: Method
  /** Sent as JSON. */
  body?: unknown
  query?: Readonly<Record<string, string | number | boolean | undefined | null>>
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal
}

/** A page of a list, as every list of the API answers. */
export interface Page<T> {
  data: T[]
  next_cursor: string | null
}

const base = '/api/v1'
let signedOut: () => void = () => {}

/** Called whenever the gateway says that nobody is signed in. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

/** The address of an API call, with its query. */
export function apiUrl(path: string, query: Call['query'] = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return search.size > 0 ? `${base}${path}?${search}` : `${base}${path}`
}

/** Calls the API and answers its JSON; throws `ApiProblem` for anything but a success. 204 answers undefined. */
export async function api<T = void>(path: string, call: Call = {}): Promise<T> {
  const { method = 'GET', body, query, headers, signal } = call
  const response = await fetch(apiUrl(path, query), {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'x-trunkline-request': '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ApiProblem(0, { code: 'network' })
  })
  return (await readAnswer(response.status, await response.text())) as T
}

/** Turns a status and a body into a value or an `ApiProblem`; shared with uploads, which do not use fetch. */
export async function readAnswer(status: number, text: string): Promise<unknown> {
  const json = parse(text)
  if (status >= 200 && status < 300) {
    if (status === 204 || text === '') return undefined
    if (json === undefined) throw new ApiProblem(status, { code: 'unreadable_answer' })
    return json
  }
  const problem = new ApiProblem(status, isRecord(json) ? json : {})
  if (problem.code === 'unauthenticated') signedOut()
  throw problem
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
