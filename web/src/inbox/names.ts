import type { Conversation } from '../../../src/contract/api/conversations.ts'
import { visibleText } from '../lib/visible-text.ts'

/** An address as people write it: without the namespace that says what kind it is. */
export const addressText = (address: string): string =>
  visibleText(address.replace(/^(tel|messenger|whatsapp|livechat):/, ''))

/** What the provider calls a sender, or its address where it does not say. */
export const senderText = (sender: { readonly name: string | null; readonly address: string }): string =>
  sender.name ? visibleText(sender.name) : addressText(sender.address)

/** The contact's name, or their address where no name is known. */
export const contactTitle = ({
  contact,
}: {
  readonly contact: Pick<Conversation['contact'], 'name' | 'address'>
}): string => (contact.name ? visibleText(contact.name) : addressText(contact.address))
