import type { CheckFact } from '../../src/contract/provider.ts'

/** What an English reader is shown of a fact's value. */
export const english = (value: CheckFact['value']): string => (typeof value === 'string' ? value : value.en)
