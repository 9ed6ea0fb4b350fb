import type { ApiChannel } from '../../../../src/contract/api/channels.ts'
import type { ChannelStatus } from '../../../../src/contract/provider.ts'

/** What people are shown of a channel: its state with the vendor, or that it is switched off. */
export type ShownState = ChannelStatus | 'off'

export const shownState = ({ active, status }: Pick<ApiChannel, 'active' | 'status'>): ShownState =>
  active ? status : 'off'

/** Green works, red needs a person, orange may mend itself, grey says nothing. */
export const stateColors: Readonly<Record<ShownState, 'green' | 'red' | 'orange' | 'gray'>> = {
  off: 'gray',
  unchecked: 'gray',
  connected: 'green',
  unauthorised: 'red',
  service_unavailable: 'orange',
  unknown_source: 'orange',
  request_failed: 'red',
}
