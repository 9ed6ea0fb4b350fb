/**
 * What a browser may show in place: raster images, audio and video, which run nothing of their own. Everything else, SVG,
 * HTML, XML and PDF among it, is offered as a download only. The names are those that `sniffFile` gives.
 */
const inline: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'audio/amr',
  'audio/aac',
  'audio/3gpp',
  'video/mp4',
  'video/webm',
  'video/3gpp',
])

export function isInline(contentType: string): boolean {
  return inline.has(contentType)
}
