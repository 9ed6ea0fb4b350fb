import { Flex } from '@chakra-ui/react'
import { Globe, MessageSquareText, Phone, Zap } from 'lucide-react'
import type { AddressKind } from '../../../src/contract/provider.ts'

/** Grounds that people know the networks by, dark enough for white on them. */
const looks = {
  tel: { bg: { base: '#64748b', _dark: '#5b6b83' }, Icon: MessageSquareText, filled: false },
  messenger: { bg: '#0a6cff', Icon: Zap, filled: true },
  whatsapp: { bg: '#128c4f', Icon: Phone, filled: true },
  livechat: { bg: '#7c3aed', Icon: Globe, filled: false },
} as const satisfies Record<AddressKind, unknown>

/** A small badge at the lower right of a contact's mark: the network that the conversation is on. */
export function NetworkMark({ kind, sizePx }: { kind: AddressKind; sizePx: number }) {
  const { bg, Icon, filled } = looks[kind]
  return (
    <Flex
      aria-hidden
      position="absolute"
      right="-1"
      bottom="-0.5"
      align="center"
      justify="center"
      rounded="full"
      borderWidth="1.5px"
      borderColor="bg.panel"
      color="white"
      bg={bg}
      style={{ width: sizePx, height: sizePx }}
    >
      <Icon size={sizePx * 0.55} strokeWidth={2.5} fill={filled ? 'currentColor' : 'none'} />
    </Flex>
  )
}
