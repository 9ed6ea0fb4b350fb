export interface Place {
  latitude: number
  longitude: number
  name?: string
}

/** `short_link`: the place stands behind it and only its site knows where; its full address holds it. */
export type PlaceFault = 'short_link' | 'unreadable'

const number = String.raw`(-?\d{1,3}(?:\.\d+)?)`
const pairWords = new RegExp(
  String.raw`^\(?\s*${number}\s*°?\s*([NS])?\s*[,;\s]\s*${number}\s*°?\s*([EW])?\s*\)?$`,
  'i',
)
const pairAnywhere = new RegExp(String.raw`^(?:loc:)?\s*${number}\s*,\s*${number}`, 'i')
const shortHosts = /^(maps\.app\.goo\.gl|goo\.gl|g\.co|maps\.apple|osm\.org)$/i

/**
 * The place in what somebody pasted: `40.7128, -74.006`, `geo:40.7,-74`, or a link of Google Maps, Apple Maps or
 * OpenStreetMap. Nothing is fetched.
 */
export function placeIn(pasted: string): Place | PlaceFault {
  const text = pasted.trim()
  const words = pairWords.exec(text)
  if (words) return placeOf(signed(words[1]!, words[2], 'S'), signed(words[3]!, words[4], 'W'))
  if (/^geo:/i.test(text)) return pairOf(text.slice(4)) ?? 'unreadable'
  const url = urlOf(text)
  if (!url) return 'unreadable'
  const found = inUrl(url)
  if (!found) return shortHosts.test(url.hostname) ? 'short_link' : 'unreadable'
  if (typeof found === 'string') return found
  const name = nameIn(url)
  return name ? { ...found, name } : found
}

function urlOf(text: string): URL | undefined {
  try {
    const url = new URL(/^https?:/i.test(text) ? text : `https://${text}`)
    return url.hostname.includes('.') ? url : undefined
  } catch {
    return undefined
  }
}

/** Where each site writes a place, the pin before the middle of the map. */
function inUrl({ href, searchParams, hash, pathname }: URL): Place | PlaceFault | undefined {
  const pin = /!3d(-?[\d.]+)!4d(-?[\d.]+)/.exec(href)
  if (pin) return placeOf(Number(pin[1]), Number(pin[2]))
  const mlat = searchParams.get('mlat')
  const mlon = searchParams.get('mlon')
  if (mlat && mlon) return placeOf(Number(mlat), Number(mlon))
  for (const key of ['coordinate', 'q', 'query', 'll', 'destination', 'daddr', 'center', 'sll']) {
    const place = pairOf(searchParams.get(key) ?? '')
    if (place) return place
  }
  const map = /^#map=[\d.]+\/(-?[\d.]+)\/(-?[\d.]+)/.exec(hash)
  if (map) return placeOf(Number(map[1]), Number(map[2]))
  const at = /\/@(-?[\d.]+),(-?[\d.]+)/.exec(pathname)
  if (at) return placeOf(Number(at[1]), Number(at[2]))
  const last = decoded(pathname.split('/').at(-1) ?? '').replaceAll('+', ' ')
  return pairOf(last)
}

function pairOf(text: string): Place | PlaceFault | undefined {
  const pair = pairAnywhere.exec(text)
  return pair ? placeOf(Number(pair[1]), Number(pair[2])) : undefined
}

function placeOf(latitude: number, longitude: number): Place | PlaceFault {
  const good = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return good ? { latitude, longitude } : 'unreadable'
}

function nameIn({ pathname, searchParams }: URL): string | undefined {
  const inPath = /\/maps\/place\/([^/@]+)/.exec(pathname)?.[1]
  const name = inPath
    ? decoded(inPath).replaceAll('+', ' ')
    : (searchParams.get('name') ?? searchParams.get('q') ?? '')
  return name === '' || /^[\s\d.,°'"+-]+([NSEW]|$)/i.test(name) ? undefined : name
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const signed = (digits: string, letter: string | undefined, negative: string): number =>
  Number(digits) * (letter?.toUpperCase() === negative ? -1 : 1)

/** Where a place is shown on a map, in a tab of its own. */
export const mapUrl = ({ latitude, longitude }: Pick<Place, 'latitude' | 'longitude'>): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`
