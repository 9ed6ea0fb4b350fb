import { createHash, randomBytes } from 'node:crypto'

/** An unguessable token: 256 random bits as 43 characters of base64url. Only `hashToken` of it is ever stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What stands in the database for a token: its SHA-256 in hexadecimal. A token has too many bits to need salt. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
