/** A new reference that nobody else has. Works on plain http too, where `crypto.randomUUID` is missing. */
export function newRef(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
