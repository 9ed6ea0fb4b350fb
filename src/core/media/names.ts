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
