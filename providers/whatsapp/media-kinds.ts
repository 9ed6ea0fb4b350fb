/**
 * Which message a file becomes. Source:
 * developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media, read 2026-11-21.
 */
export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker'

export const imageTypes = ['image/jpeg', 'image/png'] as const
export const stickerType = 'image/webp'
export const videoTypes = ['video/mp4', 'video/3gpp'] as const
export const voiceTypes = ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'] as const
export const documentTypes = [
  'text/plain',
  'application/pdf',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
] as const

const kinds: ReadonlyMap<string, MediaKind> = new Map<string, MediaKind>([
  ...imageTypes.map((type) => [type, 'image'] as const),
  [stickerType, 'sticker'],
  ...videoTypes.map((type) => [type, 'video'] as const),
  ...voiceTypes.map((type) => [type, 'audio'] as const),
])

const bare = (contentType: string) => contentType.split(';', 1)[0]!.trim().toLowerCase()

/** What is no picture, film or sound goes as a document. */
export const mediaKindOf = (contentType: string): MediaKind => kinds.get(bare(contentType)) ?? 'document'

/** Ogg is only taken with Opus, mono: the form of voice messages. Shown with a waveform where `voice` is set. */
export const isVoice = (contentType: string): boolean => bare(contentType) === 'audio/ogg'
