import type { IncomingHttpHeaders } from 'node:http'
import type { Response } from 'express'
import type { Services } from './services.ts'

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

/** Answers with the cookie of a new sign-in. */
export function giveSession(response: Response, { publicUrl, signInLimits }: Services, token: string): void {
  response.append('Set-Cookie', cookie(publicUrl, token, signInLimits.absoluteMs))
}

/** Answers with a cookie that takes the sign-in's away. */
export function takeSession(response: Response, { publicUrl }: Services): void {
  response.append('Set-Cookie', cookie(publicUrl, '', 0))
}

function cookie(publicUrl: string, token: string, maxAgeMs: number): string {
  const seconds = Math.floor(maxAgeMs / 1000)
  const secure = isHttps(publicUrl) ? '; Secure' : ''
  return `${cookieName(publicUrl)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`
}
