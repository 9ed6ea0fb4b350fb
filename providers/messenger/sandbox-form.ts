export interface Form {
  readonly fields: Readonly<Record<string, string>>
  readonly file:
    | { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array }
    | undefined
}

/** The fields of a `multipart/form-data` body, and its one file; empty where it is none. */
export function readForm(contentType: string, body: Uint8Array): Form {
  const [, boundary] = /^multipart\/form-data; *boundary="?([^";]+)/i.exec(contentType) ?? []
  const fields: Record<string, string> = {}
  let file: Form['file']
  if (!boundary) return { fields, file }
  // One character for each byte, so that places can be counted.
  const text = Buffer.from(body).toString('latin1')
  for (const part of text.split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n')
    const head = Buffer.from(part.slice(0, end), 'latin1').toString('utf8')
    const bytes = Buffer.from(part.slice(end + 4, -2), 'latin1')
    const name = /[ ;]name="([^"]*)"/i.exec(head)?.[1] ?? ''
    const fileName = /filename="([^"]*)"/i.exec(head)?.[1]
    if (fileName === undefined) fields[name] = bytes.toString('utf8')
    else file = { name: fileName, contentType: /content-type: *(\S+)/i.exec(head)?.[1] ?? '', bytes }
  }
  return { fields, file }
}
