/**
 * What a browser may show in place: raster images, audio and video that hold no script. Everything else, SVG, HTML, XML
 * and PDF among it, is offered as a download only.
 */
const inlineTypes: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/amr',
  'audio/ogg',
  'audio/ogg; codecs=opus',
  'audio/wav',
  'audio/webm',
  'audio/3gpp',
  'video/mp4',
  'video/webm',
  'video/3gpp',
])

export function isInline(contentType: string): boolean {
  return inlineTypes.has(contentType)
}
