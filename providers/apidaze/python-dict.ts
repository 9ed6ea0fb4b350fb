const most = 1000
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  "'": "'",
  '"': '"',
  '\\': '\\',
  '/': '/',
}
const hexEscape = /^(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})/

/**
 * A dictionary of texts as Python prints it, `{'a.jpg': 'aGVsbG8=', "it's": b'…', 'c': None}`, as pairs in their order; what
 * is None is left out. Undefined for anything else. JSON of the same shape is read too. Takes time in proportion to the text,
 * of which there can be millions of characters in one string.
 */
export function readPythonDict(text: string): [string, string][] | undefined {
  const reader = new Reader(text)
  if (!reader.skip('{')) return undefined
  const pairs: [string, string][] = []
  while (!reader.skip('}')) {
    const name = reader.string()
    if (name === undefined || !reader.skip(':') || pairs.length === most) return undefined
    const value = reader.skip('None') || reader.skip('null') ? null : reader.string()
    if (value === undefined) return undefined
    if (value !== null) pairs.push([name, value])
    if (!reader.skip(',') && !reader.sees('}')) return undefined
  }
  return reader.atEnd() ? pairs : undefined
}

class Reader {
  readonly #text: string
  #at = 0
  /** The first backslash from here on, -1 where there is none: looked for once, however many strings there are. */
  #slash = -2

  constructor(text: string) {
    this.#text = text
  }

  sees(word: string): boolean {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++
    return this.#text.startsWith(word, this.#at)
  }

  skip(word: string): boolean {
    const seen = this.sees(word)
    if (seen) this.#at += word.length
    return seen
  }

  atEnd(): boolean {
    return this.sees('') && this.#at === this.#text.length
  }

  string(): string | undefined {
    if (this.sees("b'") || this.sees('b"')) this.#at++
    const quote = this.sees("'") ? "'" : '"'
    if (!this.skip(quote)) return undefined
    const pieces: string[] = []
    let close = this.#text.indexOf(quote, this.#at)
    while (close >= 0) {
      const slash = this.#nextSlash()
      if (slash < 0 || slash > close) {
        pieces.push(this.#text.slice(this.#at, close))
        this.#at = close + 1
        return pieces.join('')
      }
      pieces.push(this.#text.slice(this.#at, slash), this.#escape(slash))
      if (close < this.#at) close = this.#text.indexOf(quote, this.#at)
    }
    return undefined
  }

  #nextSlash(): number {
    if (this.#slash !== -1 && this.#slash < this.#at) this.#slash = this.#text.indexOf('\\', this.#at)
    return this.#slash
  }

  /** What stands behind the backslash at `slash`; goes on behind it. */
  #escape(slash: number): string {
    const letter = this.#text.charAt(slash + 1)
    const [code] = /[xuU]/.test(letter) ? (hexEscape.exec(this.#text.slice(slash + 1, slash + 10)) ?? []) : []
    if (code) {
      this.#at = slash + 1 + code.length
      const point = Number.parseInt(code.slice(1), 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
    }
    this.#at = slash + 2
    // Python leaves a backslash that begins nothing.
    return escapes[letter] ?? `\\${letter}`
  }
}
