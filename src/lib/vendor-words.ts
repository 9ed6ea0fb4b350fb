const longest = 300

/**
 * A vendor's own words, made safe to store and show: one line of printable characters, at most 300 of them, with
 * every given secret taken out (vendors do echo keys in their errors).
 */
export function vendorWords(text: string, secrets: readonly (string | undefined)[]): string {
  let words = text
  for (const secret of secrets) if (secret) words = words.replaceAll(secret, '•••')
  const line = words.replace(/[\p{Cc}\p{Cf}\p{Surrogate}\s]+/gu, ' ').trim()
  const characters = [...line]
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line
}
