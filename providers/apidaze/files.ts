import type { InboundMedia } from '../../src/contract/inbound-media.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { readPythonDict } from './python-dict.ts'

export type Files =
  | { readonly ok: true; readonly media: readonly InboundMedia[] }
  | { readonly ok: false; readonly detail: string }

interface Item {
  readonly name?: string | undefined
  readonly contentType?: string | undefined
  readonly content: unknown
}

const contentNames = ['base64', 'data', 'content', 'url']
const mostFiles = 100
const longestUrl = 4096

/**
 * The files of a webhook: a text that looks like a Python dictionary of names and base64; also as real JSON, as a list of objects,
 * of addresses or of `data:` addresses. Parts that only lay the message out (SMIL) and empty ones are left out.
 * Source: nemerald-voip/fspbx ApidazeWebhookParser.php, read 2026-11-21; no captured body was found.
 */
export function readFiles(files: unknown, place: string): Files {
  const items = itemsOf(files)
  if (!items) return { ok: false, detail: `${place}: neither a dictionary nor a list of files` }
  if (items.length > mostFiles) return { ok: false, detail: `${place}: more than ${mostFiles}` }
  const media: InboundMedia[] = []
  for (const [i, item] of items.entries()) {
    if (isLayout(item) || item.content === '') continue
    const file = typeof item.content === 'string' ? readContent(item, item.content) : undefined
    if (!file) return { ok: false, detail: `${place}[${i}]: neither base64 nor the address of a file` }
    if (!isLayout(file)) media.push(file)
  }
  return { ok: true, media }
}

function itemsOf(files: unknown): readonly Item[] | undefined {
  if (files === undefined || files === null || files === '') return []
  if (typeof files === 'string') {
    const text = files.trim()
    if (!text.startsWith('{')) return [{ content: text }]
    return readPythonDict(text)?.map(([name, content]) => ({ name, content }))
  }
  if (Array.isArray(files)) return files.map(listed)
  if (typeof files !== 'object') return undefined
  return Object.entries(files).map(([name, content]) => ({ name, content }))
}

function listed(item: unknown): Item {
  if (typeof item !== 'object' || item === null) return { content: item }
  const fields = item as Record<string, unknown>
  const textAt = (names: readonly string[]) =>
    names.map((name) => fields[name]).find((value) => typeof value === 'string')
  return {
    name: textAt(['filename', 'name', 'file_name']),
    contentType: textAt(['mime_type', 'content_type', 'type']),
    content: textAt(contentNames),
  }
}

function isLayout({ name, contentType }: Omit<Item, 'content'>): boolean {
  return /\.smil$/i.test(name ?? '') || /^application\/smil\b/i.test(contentType ?? '')
}

function readContent(item: Item, content: string): InboundMedia | undefined {
  const name = printable(item.name)
  const contentType = printable(item.contentType) ?? typeByName(name)
  if (/^https?:\/\//i.test(content)) {
    const isAddress = content.length <= longestUrl && URL.canParse(content) && printable(content) === content
    return isAddress ? { url: content, contentType, name } : undefined
  }
  const comma = content.startsWith('data:') ? content.indexOf(',') : -1
  const ofData = content.slice('data:'.length, Math.max(comma, 'data:'.length)).split(';')[0]
  const data = fromBase64(content.slice(comma + 1))
  return data && { url: '', data, contentType: contentType ?? (printable(ofData) || undefined), name }
}

/** Undefined for what is not base64; Node itself would pass over it. */
function fromBase64(text: string): Uint8Array | undefined {
  if (/[^\w+/=\s-]/.test(text)) return undefined
  const dense = /\s/.test(text) ? text.replace(/\s+/g, '') : text
  const data = Buffer.from(dense, 'base64')
  const padding = dense.endsWith('==') ? 2 : dense.endsWith('=') ? 1 : 0
  const isWhole = data.byteLength > 0 && data.byteLength === Math.floor(((dense.length - padding) * 3) / 4)
  return isWhole ? data : undefined
}

/** Texts have no other mark of what they are; everything else shows it in its bytes. */
const typeByName = (name: string | undefined) => (/\.txt$/i.test(name ?? '') ? 'text/plain' : undefined)

const printable = (text: string | undefined) =>
  text && cutText(text.replace(/[\0\p{Surrogate}]/gu, '\ufffd'), 4096)
