import { Box } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../src/contract/api/conversations.ts'
import { PersonMark } from '../ui/person-mark.tsx'
import { NetworkMark } from './network-mark.tsx'

interface Props {
  contact: Conversation['contact']
  sizePx: number
  /** With the network that the contact is reached on. */
  network?: boolean
  mb?: string
}

/** The contact's mark: the picture that the vendor gave, else what is known of the name or the number. */
export function ContactMark({ contact, sizePx, network = false, mb }: Props) {
  const { t } = useTranslation()
  const networkName = t(`network.${contact.address_kind}`)
  return (
    <Box position="relative" flexShrink={0} {...(mb === undefined ? {} : { mb })}>
      <PersonMark
        name={contact.name}
        seed={contact.address}
        pictureUrl={contact.picture_url}
        sizePx={sizePx}
      />
      {network && (
        <Box title={networkName}>
          <NetworkMark kind={contact.address_kind} sizePx={Math.max(15, Math.round(sizePx * 0.36))} />
          <Box as="span" srOnly>
            {networkName}
          </Box>
        </Box>
      )}
    </Box>
  )
}
