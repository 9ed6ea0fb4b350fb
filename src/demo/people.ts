import type { Role } from '../contract/api/common.ts'

export type Who = 'maya' | 'tom' | 'lucia' | 'sam'

interface ExamplePerson {
  readonly number: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

/** The people of the example shop. No administrator: that is whoever sets the gateway up. */
export const people: Readonly<Record<Who, ExamplePerson>> = {
  maya: { number: '1001', name: 'Maya Chen', email: 'maya@example.com', role: 'supervisor' },
  tom: { number: '1002', name: 'Tom Becker', email: 'tom@example.com', role: 'agent' },
  lucia: { number: '1003', name: 'Lucía Ortega', email: 'lucia@example.com', role: 'agent' },
  sam: { number: '1004', name: 'Sam Okafor', email: 'sam@example.com', role: 'agent' },
}

export const supportMembers: readonly Who[] = ['maya', 'tom', 'lucia']
