import { createHash, timingSafeEqual } from 'node:crypto'

/** The value of an `Authorization` header. Source: RFC 7617, with its advice to use UTF-8. */
export function basicAuth(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
}

/** Whether a header is exactly this user and password, in time that tells nothing of either. */
export function isBasicAuth(header: string, user: string, password: string): boolean {
  // The scheme's name may be written in any case (RFC 9110); what follows may not.
  const given = header.replace(/^basic +/i, 'Basic ')
  return timingSafeEqual(digest(given), digest(basicAuth(user, password)))
}

/** Equal lengths, whatever is compared. */
const digest = (text: string) => createHash('sha256').update(text).digest()
