import type { MessageContent } from '../../contract/api/content.ts'
import type { OutboundMessage } from '../../contract/outbound.ts'
import type { Trx } from '../../db/store.ts'
import { vendorIdsOf } from './vendor-ids.ts'
import { type ChannelWindow, standingOf } from './window.ts'

/** What a message of a chat has besides text and files. */
export type More = Pick<OutboundMessage, 'template' | 'location' | 'reaction' | 'replyTo' | 'window'> & {
  /** Our id of the message that is reacted to. */
  readonly reactsTo?: number
}

interface Row {
  readonly id: number
  readonly content: string | null
  readonly template: string | null
  readonly reply_to_id: number | null
  readonly last_act_at: number | null
}

/** Whether the window closed while the message waited. Templates go at any time. */
export function isTooLate(row: Row, window: ChannelWindow | undefined, at: number): boolean {
  return (
    window !== undefined && row.template === null && standingOf(window, row.last_act_at, at).state === 'over'
  )
}

/** By message; nothing for those that are text and files alone. */
export async function moreOf(
  trx: Trx,
  rows: readonly Row[],
  window: ChannelWindow | undefined,
  at: number,
): Promise<ReadonlyMap<number, More>> {
  const contents = new Map(
    rows.flatMap((row) =>
      row.content === null ? [] : [[row.id, JSON.parse(row.content) as MessageContent]],
    ),
  )
  const named = rows.flatMap((row) => {
    const content = contents.get(row.id)
    return [row.reply_to_id, content?.type === 'reaction' ? content.message_id : null].filter(
      (id) => id !== null,
    )
  })
  const vendorIds = await vendorIdsOf(trx, named)
  return new Map(
    rows.map((row): [number, More] => {
      const content = contents.get(row.id)
      const replyTo = row.reply_to_id === null ? undefined : vendorIds.get(row.reply_to_id)
      return [
        row.id,
        {
          ...(window ? { window: standingOf(window, row.last_act_at, at).state } : {}),
          ...(replyTo === undefined ? {} : { replyTo }),
          ...(row.template === null ? {} : filled(row.template)),
          ...(content?.type === 'location' ? { location: content } : {}),
          ...(content?.type === 'reaction'
            ? {
                reaction: { target: vendorIds.get(content.message_id) ?? '', emoji: content.emoji },
                reactsTo: content.message_id,
              }
            : {}),
        },
      ]
    }),
  )
}

function filled(template: string): Pick<More, 'template' | 'location'> {
  const { location, ...rest } = JSON.parse(template)
  return { template: rest, ...(location ? { location } : {}) }
}
