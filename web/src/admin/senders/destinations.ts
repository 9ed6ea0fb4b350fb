import type { Destination } from '../../../../src/contract/api/common.ts'

/** A destination as the value of an option: `queue:3`, `api`, empty for none. */
export function destinationKey(destination: Destination | null): string {
  if (destination === null) return ''
  return destination.type === 'api' ? 'api' : `${destination.type}:${destination.id}`
}

/** The destination that an option's value stands for. */
export function destinationOf(key: string): Destination | null {
  const [type, id] = key.split(':')
  if (type === 'api') return { type }
  return type === 'extension' || type === 'queue' ? { type, id: Number(id) } : null
}
