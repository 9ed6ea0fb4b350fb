const maxLength = 120

/**
 * A file name fit to be shown and offered as a download: without folders, control characters, and the invisible and
 * direction-changing characters that make a name look like another (`exe.gpj` as `jpg.exe`). Falls back to `fallback`.
 */
export function safeFileName(name: string | undefined, fallback = 'file'): string {
  const base = (name ?? '')
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)
    // Cc controls, Cf invisible and direction marks, Cs lone halves, Co private use, Zl and Zp line ends.
    ?.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  return shortened(base || fallback)
}

/** Endings of the types that come without a name, or under an id of the vendor's. */
const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/amr': 'amr',
  'audio/aac': 'aac',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/3gpp': '3gp',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
}

/**
 * A safe name for a file that a vendor handed out, from what the vendor calls it. Where it has no ending, that of its type
 * is added, so that what is saved can be opened; where it has no name, it is called what it is: `image.jpg`, `file.pdf`.
 */
export function receivedFileName(name: string | undefined, contentType: string): string {
  const [family = ''] = contentType.split('/')
  const safe = safeFileName(name, ['image', 'audio', 'video'].includes(family) ? family : 'file')
  const ending = endings[contentType]
  return ending === undefined || /\.[a-z0-9]{1,10}$/i.test(safe) ? safe : shortened(`${safe}.${ending}`)
}

/** Cuts in the middle, so that the ending stays. Counts whole characters. */
function shortened(name: string): string {
  const letters = [...name]
  if (letters.length <= maxLength) return name
  const dot = letters.lastIndexOf('.')
  const ending = dot > 0 && letters.length - dot <= 12 ? letters.slice(dot) : []
  return [...letters.slice(0, maxLength - ending.length), ...ending].join('')
}

/** The name a `Content-Disposition` header gives, RFC 6266, both spellings; undefined where there is none. */
export function nameFromDisposition(header: string | undefined): string | undefined {
  const encoded = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header ?? '')?.[1]
  if (encoded) {
    try {
      return decodeURIComponent(encoded)
    } catch {
      // Badly encoded: the plain spelling may still be there.
    }
  }
  const [, quoted, bare] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^";\s]+))/i.exec(header ?? '') ?? []
  return quoted?.replace(/\\(.)/g, '$1') ?? bare
}

/** A `Content-Disposition` header for a name that `safeFileName` made. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
