import { hash, verify } from '@node-rs/argon2'
import PQueue from 'p-queue'
import { Problem } from '../../contract/problems.ts'

/** One-way hashes of passwords. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** Whether the password has this hash. Without a hash (nobody has this name) it takes as long and says no. */
  verify(hash: string | undefined, password: string): Promise<boolean>
  /** The hash was made with other parameters than today's. */
  isOutdated(hash: string): boolean
}

/** argon2id with 19 MiB and two passes: about 60 ms of one core. Source: OWASP Password Storage Cheat Sheet, read 2026-11. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const PARAMETERS_IN_HASH = '$argon2id$v=19$m=19456,t=2,p=1$'

/** Hashes worked on at once, so that a wave of sign-ins leaves memory and threads to the rest of the gateway. */
const AT_ONCE = 4
/** About two seconds of work; whoever comes later is asked to come again. */
const MOST_WAITING = 100

export function createPasswordHasher(): PasswordHasher {
  const queue = new PQueue({ concurrency: AT_ONCE })
  let ofNobody: Promise<string> | undefined

  function run<T>(work: () => Promise<T>): Promise<T> {
    if (queue.size >= MOST_WAITING) throw new Problem('too_many_requests', undefined, { retry_after: 2 })
    return queue.add(work)
  }

  return {
    hash: async (password) => run(() => hash(password, PARAMETERS)),
    async verify(known, password) {
      ofNobody ??= hash('nobody has this password', PARAMETERS)
      const compared = known ?? (await ofNobody)
      const matches = await run(() => verify(compared, password))
      return matches && known !== undefined
    },
    isOutdated: (known) => !known.startsWith(PARAMETERS_IN_HASH),
  }
}
