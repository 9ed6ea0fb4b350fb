import type { IncomingHttpHeaders } from 'node:http'

/**
 * The cookie that holds a sign-in's token. Over https it has the `__Host-` prefix, with which no sub-domain and no
 * unprotected page can plant one. Pages of other sites do not send it with anything but plain navigation (`Lax`).
 */
function cookieName(publicUrl: string): string {
  return isHttps(publicUrl) ? '__Host-trunkline' : 'trunkline'
}

function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https:')
}

/** The token in a request's cookie; undefined where there is none. Of two cookies with the name, the first counts. */
export function readSessionCookie(headers: IncomingHttpHeaders, publicUrl: string): string | undefined {
  const start = `${cookieName(publicUrl)}=`
  const found = headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
  return found?.slice(start.length)
}

/** Value of the Set-Cookie header. */
export function sessionCookie(token: string, publicUrl: string, maxAgeMs: number): string {
  const secure = isHttps(publicUrl) ? '; Secure' : ''
  return `${cookieName(publicUrl)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(maxAgeMs / 1000)}${secure}`
}

/** Value of the Set-Cookie header that takes the cookie away. */
export function clearedSessionCookie(publicUrl: string): string {
  return sessionCookie('', publicUrl, 0)
}
