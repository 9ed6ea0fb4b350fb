import ipaddr from 'ipaddr.js'
import type { Setting } from './setting.ts'

type Plain = string | number | boolean | readonly string[]
type Parsed = { readonly ok: true; readonly value: Plain } | { readonly ok: false; readonly words: string }

const good = (value: Plain): Parsed => ({ ok: true, value })
/** The words complete the sentence "TRUNKLINE_X must be …"; the value itself is never repeated. */
const bad = (words: string): Parsed => ({ ok: false, words })

/** Reads one variable as its row of the table says. */
export function parseValue(setting: Setting, raw: string): Parsed {
  const text = setting.secret ? raw : raw.trim()
  switch (setting.type) {
    case 'integer': {
      const value = Number(text)
      const fits = /^\d+$/.test(text) && value >= setting.min && value <= setting.max
      return fits ? good(value) : bad(`a whole number from ${setting.min} to ${setting.max}`)
    }
    case 'flag':
      if (/^(true|on|yes|1)$/i.test(text)) return good(true)
      return /^(false|off|no|0)$/i.test(text) ? good(false) : bad('true or false')
    case 'choice': {
      const choice = setting.choices.find((each) => each.toLowerCase() === text.toLowerCase())
      return choice === undefined ? bad(`one of ${setting.choices.join(', ')}`) : good(choice)
    }
    case 'cidrs': {
      const list = text.split(',').map((each) => network(each.trim()))
      const whole = list.every((each) => each !== undefined)
      return whole ? good(list) : bad('addresses or networks like 10.0.0.0/8, separated by commas')
    }
    case 'url':
      return parseUrl(setting, text)
    case 'text': {
      const { pattern } = setting
      const fits = pattern === undefined || pattern.regex.exec(text)?.[0] === text
      return fits ? good(text) : bad(pattern.words)
    }
  }
}

/** In CIDR form; an address alone is a network of one. */
function network(text: string): string | undefined {
  if (ipaddr.isValidCIDR(text)) return text
  return ipaddr.isValid(text) ? `${text}/${ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128}` : undefined
}

function parseUrl(setting: Extract<Setting, { type: 'url' }>, text: string): Parsed {
  const schemes = setting.schemes.map((scheme) => `${scheme}://`).join(' or ')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !setting.schemes.includes(url.protocol.slice(0, -1)) || url.hostname === '') {
    return bad(`an address that begins with ${schemes}`)
  }
  if (!setting.origin) return good(text)
  const bare = url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  return bare
    ? good(url.origin)
    : bad(`${schemes} with only a host and a port: no path, no query, no user name`)
}
