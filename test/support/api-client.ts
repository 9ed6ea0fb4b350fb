import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'

/** An answer of the API. `body` is the parsed JSON, undefined where there is none. */
export interface ApiAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
}

type Headers = Readonly<Record<string, string>>

/** Talks to one gateway as a browser tab would: keeps its cookie, and sends what our own web app sends. */
export interface ApiClient {
  /** `Set-Cookie` values that came, in their order. */
  readonly setCookies: string[]
  /** The Cookie header that goes out; empty for nobody. */
  cookie: string
  get(path: string, headers?: Headers): Promise<ApiAnswer>
  post(path: string, body?: unknown, headers?: Headers): Promise<ApiAnswer>
  patch(path: string, body?: unknown, headers?: Headers): Promise<ApiAnswer>
  delete(path: string, headers?: Headers): Promise<ApiAnswer>
  /** Anything else: the path from the root, the body as bytes or text, and only the headers given. */
  raw(method: string, path: string, body?: string | Uint8Array, headers?: Headers): Promise<ApiAnswer>
}

export function apiClient(origin: string): ApiClient {
  const own = { 'x-trunkline-request': '1' }
  const client: ApiClient = {
    setCookies: [],
    cookie: '',
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    patch: (path, body, headers) => call('PATCH', path, body, headers),
    delete: (path, headers) => call('DELETE', path, undefined, headers),
    raw: (method, path, body, headers = {}) => exchange(method, path, body, headers),
  }

  function call(method: string, path: string, body: unknown, headers: Headers = {}): Promise<ApiAnswer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const text = body === undefined ? undefined : JSON.stringify(body)
    return exchange(method, `/api/v1${path}`, text, { ...own, ...json, ...headers })
  }

  function exchange(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    headers: Headers,
  ): Promise<ApiAnswer> {
    const cookie = client.cookie ? { cookie: client.cookie } : {}
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        new URL(path, origin),
        { method, headers: { ...length, ...cookie, ...headers }, agent: false },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            keepCookies(response.headers['set-cookie'] ?? [])
            const text = Buffer.concat(chunks).toString('utf8')
            const isJson = /json/.test(response.headers['content-type'] ?? '')
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              body: isJson && text !== '' ? JSON.parse(text) : undefined,
            })
          })
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  }

  function keepCookies(values: readonly string[]): void {
    for (const value of values) {
      client.setCookies.push(value)
      const [pair = ''] = value.split(';')
      client.cookie = pair.endsWith('=') ? '' : pair
    }
  }

  return client
}
