import type { VendorLine, VendorWebhook } from '../src/contract/sandbox.ts'
import { loadVendors } from './vendors.ts'

export interface LoadWebhooks {
  readonly provider: string
  /** The channel's credentials, named as its fields. */
  readonly credentials: Readonly<Record<string, string>>
  readonly to: string
  /** How many customers write in turn; their numbers count up from +12025550100. */
  readonly customers: number
  /** Length of each text, in characters: 790 makes a generic webhook of about 1 KB. */
  readonly textCharacters: number
  /** Goes into every id, so that two runs differ. */
  readonly run: string
}

/** Makes signed webhooks for benchmarks: the n-th call gives the n-th message, unlike any before. */
export async function webhookMaker(load: LoadWebhooks): Promise<(n: number) => VendorWebhook> {
  const vendor = (await loadVendors())[load.provider]
  if (!vendor) throw new Error(`The sandbox does not play the provider "${load.provider}".`)
  const line: VendorLine = { values: load.credentials, numbers: [load.to], webhookUrl: '' }
  const filler = 'All work and no play makes Jack a dull boy. '.repeat(Math.ceil(load.textCharacters / 44))
  return (n) => {
    const from = `+1202${5550100 + (n % load.customers)}`
    const text = `${n} ${filler}`.slice(0, load.textCharacters)
    const message = { id: `${load.run}-${n}`, from, to: load.to, text, media: [], at: Date.now() }
    // Only messages with files are ever spread over several.
    return [vendor.message(message, line)].flat()[0]!
  }
}
