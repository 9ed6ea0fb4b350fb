import type { Template } from '../contract/templates.ts'
import type { TemplateDraft } from '../core/templates/fill.ts'
import type { Trx } from '../db/store.ts'

/** What the stories send, as the sandbox lists it: the gateway fetches the account's templates a little later. */
const orderUpdate: Template = {
  providerTemplateId: 'demo',
  name: 'order_update',
  language: 'en_US',
  category: 'utility',
  status: 'approved',
  parameterFormat: 'positional',
  header: { format: 'text', text: 'Order {{1}}' },
  body: 'Hello {{1}}, your order {{2}} is on its way and arrives {{3}}.',
  footer: 'Lucky Shrub',
  buttons: [
    { type: 'url', text: 'Track it', url: 'https://shop.example/orders/{{1}}' },
    { type: 'quick_reply', text: 'Stop updates' },
  ],
  unsupported: [],
}

/** Puts the templates of the stories on a channel. */
export async function addTemplates(trx: Trx, channelId: number): Promise<void> {
  const { name, language } = orderUpdate
  await trx
    .insertInto('template')
    .values({ channel_id: channelId, name, language, definition: JSON.stringify(orderUpdate) })
    .onConflict((conflict) => conflict.columns(['channel_id', 'name', 'language']).doNothing())
    .execute()
}

/** A template of the channel as somebody filled it in. */
export async function templateOf(
  trx: Trx,
  channelId: number,
  { name, values }: { readonly name: string; readonly values: Readonly<Record<string, string>> },
): Promise<TemplateDraft> {
  const { id } = await trx
    .selectFrom('template')
    .select('id')
    .where('channel_id', '=', channelId)
    .where('name', '=', name)
    .where('language', '=', 'en_US')
    .executeTakeFirstOrThrow()
  return { id, values }
}
