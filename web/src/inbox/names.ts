import type { Conversation } from '../../../src/contract/api/conversations.ts'
import { visibleText } from '../lib/visible-text.ts'

/** Whether the contact's address is a number, which people know; the ids of chat networks tell them nothing. */
export const hasNumber = ({ address, address_kind }: Conversation['contact']): boolean =>
  address_kind === 'tel' || (address_kind === 'whatsapp' && /^\+?\d+$/.test(address))

/** What the provider calls a sender, or its address where it does not say. */
export const senderText = (sender: { readonly name: string | null; readonly address: string }): string =>
  visibleText(sender.name || sender.address)

/** The contact's name, or their address where no name is known. */
export const contactTitle = ({
  contact,
}: {
  readonly contact: Pick<Conversation['contact'], 'name' | 'address'>
}): string => visibleText(contact.name || contact.address)
