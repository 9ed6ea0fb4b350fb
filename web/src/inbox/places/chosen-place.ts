import type { NewMessage } from '../../../../src/contract/api/conversations.ts'
import type { Place } from '../../lib/map-link.ts'

/** A place that somebody picked out, with what the customer shall read under it. */
export type ChosenPlace = Place & { readonly address?: string }

/** As the API takes it: words of blanks are none. */
export function locationOf({
  latitude,
  longitude,
  name,
  address,
}: ChosenPlace): NonNullable<NewMessage['location']> {
  const words = { name: name?.trim(), address: address?.trim() }
  return {
    type: 'location',
    latitude,
    longitude,
    ...(words.name ? { name: words.name } : {}),
    ...(words.address ? { address: words.address } : {}),
  }
}
