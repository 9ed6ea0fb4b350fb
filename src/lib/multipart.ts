export interface FormFile {
  readonly field: string
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

/**
 * A `multipart/form-data` body of some fields and one file. The boundary must not occur in them: give a random one.
 * Source: RFC 7578; quotes and line ends in names are escaped as browsers do.
 */
export function multipart(
  fields: Readonly<Record<string, string>>,
  file: FormFile,
  boundary: string,
): { readonly contentType: string; readonly bytes: Uint8Array } {
  const part = (head: string) => `--${boundary}\r\nContent-Disposition: form-data; ${head}`
  const before = Object.entries(fields).map(
    ([name, value]) => `${part(`name="${name}"`)}\r\n\r\n${value}\r\n`,
  )
  const head = `${part(`name="${file.field}"; filename="${escaped(file.name)}"`)}\r\nContent-Type: ${escaped(file.contentType)}\r\n\r\n`
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([
      Buffer.from(before.join('') + head),
      file.bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  }
}

const escapes: Readonly<Record<string, string>> = { '"': '%22', '\r': '%0D', '\n': '%0A' }
const escaped = (text: string) => text.replace(/["\r\n]/g, (character) => escapes[character]!)
