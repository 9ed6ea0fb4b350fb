import { randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Vendor, VendorLine, VendorRecord } from '../src/contract/sandbox.ts'
import type { SettingValues } from '../src/contract/settings.ts'
import { Faults } from './faults.ts'
import type { Load } from './load.ts'
import { Thread } from './thread.ts'

const webhookUrl = z.union([z.literal(''), z.url({ protocol: /^https?$/ })])

/** `credentials` are named as the channel's fields; those left out are made up. An empty secret means unsigned. */
export const lineInput = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
  name: z.string().min(1).max(100).optional(),
  provider: z.string().max(40).default('generic'),
  credentials: z.record(z.string(), z.string().max(4096)).default({}),
  webhook_url: webhookUrl.default(''),
  /** The vendor's own example unless given. */
  numbers: z.array(z.string().max(64)).max(1000).optional(),
})
export type LineInput = z.input<typeof lineInput>

export const linePatch = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  credentials: z.record(z.string(), z.string().max(4096)).optional(),
  webhook_url: webhookUrl.optional(),
  numbers: z.array(z.string().max(64)).max(1000).optional(),
})
export type LinePatch = z.infer<typeof linePatch>

/** What the sandbox has for its lines. */
type Kept = Required<Pick<VendorLine, 'file' | 'faceUrl'>>

const telephones = { business: '+12025550123', customer: '+12025550101' }

/** A simulated account with a carrier. */
export class Line implements VendorLine {
  readonly id: string
  readonly vendor: Vendor
  readonly faults = new Faults()
  readonly thread = new Thread()
  name: string
  values: SettingValues
  numbers: readonly string[]
  webhookUrl: string
  /** Set while a benchmark runs: sends are counted and not read. */
  load: Load | undefined
  readonly history: VendorRecord[] = []
  readonly file: Kept['file']
  readonly faceUrl: Kept['faceUrl']
  /** The id of the last message taken. */
  lastId: string = randomUUID()

  constructor(id: string, vendor: Vendor, input: z.output<typeof lineInput>, kept: Kept) {
    this.id = id
    this.vendor = vendor
    this.file = kept.file
    this.faceUrl = kept.faceUrl
    this.name = input.name ?? `${vendor.id} line`
    this.values = { ...vendor.account(() => randomBytes(12).toString('hex')), ...input.credentials }
    this.numbers = input.numbers ?? [this.addresses.business]
    this.webhookUrl = input.webhook_url
  }

  /** Whom the handset plays unless told otherwise, and the business it writes to. */
  get addresses(): NonNullable<Vendor['addresses']> {
    return this.vendor.addresses ?? telephones
  }

  remember(record: VendorRecord): void {
    if (this.history.push(record) > 500) this.history.shift()
  }

  patch(patch: LinePatch): void {
    this.name = patch.name ?? this.name
    this.values = { ...this.values, ...patch.credentials }
    this.numbers = patch.numbers ?? this.numbers
    this.webhookUrl = patch.webhook_url ?? this.webhookUrl
  }

  /** What the page and programs see. The credentials are made up, and shown so that they can be copied. */
  view(sandboxUrl: string) {
    return {
      id: this.id,
      name: this.name,
      provider: this.vendor.id,
      api_base_url: `${sandboxUrl}/carriers/${this.id}`,
      credentials: this.values,
      webhook_url: this.webhookUrl,
      numbers: this.numbers,
      customer: this.addresses.customer,
      receipts: this.vendor.receipt !== undefined,
      read_marks: this.vendor.read !== undefined,
      reactions: this.vendor.reaction !== undefined,
      errors: Object.keys(this.vendor.errors),
      faults: this.faults.armed,
    }
  }
}

/** All lines of a sandbox, by id. */
export class Lines {
  readonly #lines = new Map<string, Line>()
  readonly #vendors: Readonly<Record<string, Vendor>>
  readonly #kept: Kept

  constructor(vendors: Readonly<Record<string, Vendor>>, kept: Kept) {
    this.#vendors = vendors
    this.#kept = kept
  }

  get all(): readonly Line[] {
    return [...this.#lines.values()]
  }

  get(id: string): Line | undefined {
    return this.#lines.get(id)
  }

  /** Throws a sentence where the provider is unknown or the id taken. */
  add(raw: LineInput): Line {
    const input = lineInput.parse(raw)
    const vendor = Object.hasOwn(this.#vendors, input.provider) ? this.#vendors[input.provider] : undefined
    if (!vendor) throw new Error(`The sandbox does not play the provider "${input.provider}".`)
    const id = input.id ?? this.#freeId(input.provider)
    if (this.#lines.has(id)) throw new Error(`There is a line "${id}" already.`)
    const line = new Line(id, vendor, input, this.#kept)
    this.#lines.set(id, line)
    return line
  }

  remove(id: string): boolean {
    return this.#lines.delete(id)
  }

  #freeId(provider: string): string {
    for (let n = 1; ; n++) {
      const id = n === 1 ? provider : `${provider}-${n}`
      if (!this.#lines.has(id)) return id
    }
  }
}
