import { open } from 'node:fs/promises'

/** What a file is when nothing better is known: bytes to download. */
export const unknownType = 'application/octet-stream'

/** How much of a text is read to judge it; the rest of a long one is taken to be the same. */
const sampleBytes = 64 * 1024

/**
 * The type of a stored file by its content; what the sender declared is believed only for plain text, and only where the
 * content is that: valid UTF-8 without control characters. Markup declared as text stays text, and is never HTML.
 */
export async function sniffFile(path: string, declared?: string): Promise<string> {
  // Loaded with the first file: it knows hundreds of formats, and takes megabytes.
  const { fileTypeFromFile } = await import('file-type')
  const found = await fileTypeFromFile(path)
  if (found) return known(found.mime)
  return isTextDeclared(declared) && isPlainText(await sampleOf(path)) ? 'text/plain' : unknownType
}

/** file-type's own names, in the words carriers and browsers use. Markup is not handed on as a type at all. */
export function known(mime: string): string {
  if (/(^|[/+])(xml|html|svg)\b|xhtml/.test(mime)) return unknownType
  const [type = mime] = mime.split(';')
  return aliases[type] ?? type
}

const aliases: Record<string, string> = {
  'audio/vnd.wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/x-m4a': 'audio/mp4',
  'image/apng': 'image/png',
}

function isTextDeclared(declared: string | undefined): boolean {
  return declared?.split(';')[0]?.trim().toLowerCase() === 'text/plain'
}

function isPlainText(bytes: Uint8Array): boolean {
  try {
    // `stream` lets a sample end within a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, {
      stream: bytes.length >= sampleBytes,
    })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text)
  } catch {
    return false
  }
}

async function sampleOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
