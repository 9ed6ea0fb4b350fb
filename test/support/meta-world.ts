import { vendor as messenger } from '../../providers/messenger/sandbox.ts'
import { vendor as whatsapp } from '../../providers/whatsapp/sandbox.ts'
import type { Line } from '../../sandbox/lines.ts'
import { type AppWithSandbox, appWithSandbox } from './app-with-sandbox.ts'
import type { Backend } from './database.ts'

/** A thread as an agent sees it, oldest message first. */
export interface Thread {
  readonly id: number
  readonly address: string
  readonly name: string | null
  readonly texts: readonly (string | null)[]
}

/** A gateway with a Page and a WhatsApp number, and webhooks made by hand and signed as Meta does. */
export interface MetaWorld {
  readonly app: AppWithSandbox
  readonly page: Line
  readonly number: Line
  /** Signs and posts a body as it stands. */
  post(line: Line, body: string | object): Promise<Response>
  /** Entries of the Page. */
  toPage(...entries: unknown[]): Promise<Response>
  /** Changes of the number's account. */
  toNumber(...changes: unknown[]): Promise<Response>
  /** An entry with one event between the Page and somebody. */
  event(from: string, to: string, event: object, at?: number): object
  /** A change with the value of the number's `messages` field. */
  change(value: object): object
  threads(): Promise<Thread[]>
  /** Codes and details of what is in quarantine, newest first. */
  quarantined(): Promise<{ id: number; code: string; detail: string }[]>
  stop(): Promise<void>
}

export async function metaWorld(backend: Backend): Promise<MetaWorld> {
  const database = await backend.open()
  const app = await appWithSandbox(database.url === '' ? {} : { TRUNKLINE_DATABASE_URL: database.url })
  const { line: page } = await app.connect('messenger')
  const { line: number } = await app.connect('whatsapp')

  const world: MetaWorld = {
    app,
    page,
    number,
    post(line, body) {
      const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
      const proof = (line === page ? messenger : whatsapp).sign(bytes, line.values, '')
      const headers = { 'content-type': 'application/json', ...proof }
      return fetch(line.webhookUrl, { method: 'POST', headers, body: bytes })
    },
    toPage: (...entry) => world.post(page, { object: 'page', entry }),
    toNumber: (...changes) =>
      world.post(number, { object: 'whatsapp_business_account', entry: [{ id: '1', changes }] }),
    event: (from, to, event, at = Date.now()) => ({
      id: page.numbers[0],
      time: at,
      messaging: [{ sender: { id: from }, recipient: { id: to }, timestamp: at, ...event }],
    }),
    change: (value) => ({
      field: 'messages',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '15550783881', phone_number_id: number.numbers[0] },
        ...value,
      },
    }),
    async threads() {
      const { body } = await app.api.get('/conversations?box=all&limit=200')
      const threads: Thread[] = []
      for (const { id, contact } of body.data) {
        const messages = (await app.api.get(`/conversations/${id}/messages?limit=200`)).body.data
        const texts = messages.map((one: { text: string | null }) => one.text).reverse()
        threads.push({ id, address: contact.address, name: contact.name, texts })
      }
      return threads.reverse()
    },
    quarantined: async () => (await app.api.get('/quarantine?limit=200')).body.data,
    async stop() {
      await app.stop()
      await database.drop()
    },
  }
  return world
}
