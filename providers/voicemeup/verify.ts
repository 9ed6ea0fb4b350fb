import type { Verdict } from '../../src/contract/provider.ts'

/** No signature and no login for webhooks are known: the secret address is all there is (see `protection`). */
export const verify = (): Verdict => ({ ok: true })
