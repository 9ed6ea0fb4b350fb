import type { Who } from './people.ts'

export type LineName = 'main-line' | 'workshop' | 'page' | 'whatsapp'

interface ExampleChannel {
  readonly line: LineName
  readonly name: string
  readonly provider: string
  /** The sender's address. */
  readonly number: string
  /** Where new conversations go: the Support queue, or one person. */
  readonly to: 'support' | Who
  readonly starters: readonly Who[]
}

/** Numbers between 555-0100 and 555-0199 belong to nobody. */
export const exampleChannels: readonly ExampleChannel[] = [
  {
    line: 'main-line',
    name: 'Main line',
    provider: 'generic',
    number: '+12025550123',
    to: 'support',
    starters: ['maya', 'tom', 'lucia'],
  },
  {
    line: 'workshop',
    name: 'Workshop',
    provider: 'generic',
    number: '+12025550134',
    to: 'sam',
    starters: ['sam'],
  },
  {
    line: 'page',
    name: 'Facebook Page',
    provider: 'messenger',
    number: '682498302938465',
    to: 'support',
    // Customers write first.
    starters: [],
  },
  {
    line: 'whatsapp',
    name: 'WhatsApp',
    provider: 'whatsapp',
    number: '106540352242922',
    to: 'support',
    starters: ['maya', 'tom', 'lucia'],
  },
]
