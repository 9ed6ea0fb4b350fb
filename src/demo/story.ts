import type { Content, Referral } from '../contract/content.ts'
import type { LineName } from './channels.ts'
import type { FileName } from './files.ts'
import type { Who } from './people.ts'

/** `ago` is minutes before the demo is added. */
export type Step = { readonly ago: number } & (
  | ({ readonly kind: 'in' } & Words & {
        readonly content?: Content
        readonly referral?: Referral
        /** The label of the message that this one answers. */
        readonly answers?: string
      })
  | ({
      readonly kind: 'out'
      readonly by: Who
      readonly template?: { readonly name: string; readonly values: Readonly<Record<string, string>> }
      /** `refused` at once by the carrier, `undelivered` later; the answer to `lost` never came. */
      readonly became: 'delivered' | 'read' | 'sent' | 'refused' | 'undelivered' | 'lost'
    } & Words)
  /** By the customer, to the message with this label. */
  | { readonly kind: 'reaction'; readonly of: string; readonly emoji: string }
  | { readonly kind: 'edit'; readonly of: string; readonly text: string }
  | { readonly kind: 'deletion'; readonly of: string }
  | { readonly kind: 'pick-up' | 'close'; readonly by: Who }
)

interface Words {
  readonly text?: string
  readonly file?: FileName
  /** What other steps call it; once in all stories. */
  readonly label?: string
}

export type Told<K extends Step['kind']> = Extract<Step, { kind: K }>

/** One conversation of a furniture shop. */
export interface Story {
  readonly customer: string
  /** Where the vendor tells it. */
  readonly customerName?: string
  readonly portrait?: FileName
  readonly line: LineName
  readonly unread?: boolean
  readonly steps: readonly Step[]
}

export const hour = 60
export const day = 24 * hour

export const customer = (
  ago: number,
  text: string,
  more: Omit<Told<'in'>, 'kind' | 'ago' | 'text'> = {},
): Step => ({ kind: 'in', ago, text, ...more })

export const agent = (
  ago: number,
  by: Who,
  text: string,
  became: Told<'out'>['became'] = 'delivered',
  more: Omit<Told<'out'>, 'kind' | 'ago' | 'by' | 'text' | 'became'> = {},
): Step => ({ kind: 'out', ago, by, text, became, ...more })

export const pickUp = (ago: number, by: Who): Step => ({ kind: 'pick-up', ago, by })
export const close = (ago: number, by: Who): Step => ({ kind: 'close', ago, by })
