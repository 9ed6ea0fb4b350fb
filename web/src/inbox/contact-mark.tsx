import type { Conversation } from '../../../src/contract/api/conversations.ts'
import { PersonMark } from '../ui/person-mark.tsx'

interface Props {
  contact: Conversation['contact']
  sizePx: number
  mb?: string
}

/** The contact's mark: the picture that the vendor gave, else what is known of the name or the number. */
export function ContactMark({ contact, ...props }: Props) {
  return <PersonMark name={contact.name} seed={contact.address} pictureUrl={contact.picture_url} {...props} />
}
