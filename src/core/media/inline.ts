/** Types that a browser shows in place without running anything of theirs. Everything else is a download. */
const inline = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/amr',
  'audio/aac',
  'video/mp4',
  'video/webm',
  'video/3gpp',
])

export function isInline(contentType: string): boolean {
  return inline.has(contentType)
}
