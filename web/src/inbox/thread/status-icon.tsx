import {
  Check,
  CheckCheck,
  CircleAlert,
  CircleHelp,
  Clock,
  type LucideIcon,
  SendHorizontal,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MessageStatus } from '../../../../src/contract/api/conversations.ts'

const icons: Readonly<Record<MessageStatus, LucideIcon>> = {
  received: Check,
  queued: Clock,
  sending: SendHorizontal,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  unconfirmed: CircleHelp,
  failed: CircleAlert,
}
const colors: Partial<Record<MessageStatus, string>> = {
  read: 'brand.fg',
  unconfirmed: 'fg.warning',
  failed: 'fg.error',
}

interface Props {
  status: MessageStatus
  sizePx?: number
  /** Leave out the name where the words stand beside the icon. */
  silent?: boolean
}

/** How far an outbound message has come, as a small sign. */
export function StatusIcon({ status, sizePx = 14, silent = false }: Props) {
  const { t } = useTranslation()
  const Icon = icons[status]
  const color = colors[status] ?? 'fg.subtle'
  const name = silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': t(`delivery.${status}`) }
  return (
    <Icon
      size={sizePx}
      strokeWidth={2}
      style={{ color: `var(--chakra-colors-${color.replace('.', '-')})`, flexShrink: 0 }}
      {...name}
    />
  )
}
