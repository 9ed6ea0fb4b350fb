import { existsSync } from 'node:fs'
import { dataPaths } from '../../config/data-paths.ts'
import { findSecretKey } from '../../config/secret-key.ts'
import { masterKey } from '../../lib/crypto/master-key.ts'
import type { Secret } from '../../lib/secret.ts'
import { type Finding, fine, problem, wordsOf } from './finding.ts'

const check = 'secret key'

/** `sealedBy` are the ids of the keys that the stored credentials need. Makes no key. */
export function checkKey(given: Secret | undefined, dataDir: string, sealedBy: readonly string[]): Finding {
  const { secretKey, database } = dataPaths(dataDir)
  const databaseExists = existsSync(database) || sealedBy.length > 0
  if (!given && !existsSync(secretKey) && !databaseExists) {
    return fine(check, `${secretKey} will be made at the first start.`)
  }
  try {
    const found = findSecretKey({ given, dataDir, databaseExists })
    if (!found.ok) return problem(check, found.problem, 'See "The secret key" in docs/operations.md.')
    const { id } = masterKey(found.bytes)
    const others = sealedBy.filter((each) => each !== id)
    if (others.length > 0) {
      return problem(
        check,
        `It is key ${id}, but stored credentials were sealed with ${others.join(', ')} and cannot be opened.`,
        'Put back the key that belongs to this database, or enter the credentials of the channels anew.',
      )
    }
    return fine(
      check,
      `Key ${id}, from ${found.from === 'environment' ? 'TRUNKLINE_SECRET_KEY' : secretKey}.`,
    )
  } catch (error) {
    return problem(
      check,
      `${secretKey} cannot be read: ${wordsOf(error)}.`,
      'Give the file to the user that runs the gateway.',
    )
  }
}
