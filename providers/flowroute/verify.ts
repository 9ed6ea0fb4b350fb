import type { Verdict } from '../../src/contract/provider.ts'

/** Flowroute signs nothing and offers no login for callbacks: the secret address is all there is (see `protection`). */
export const verify = (): Verdict => ({ ok: true })
