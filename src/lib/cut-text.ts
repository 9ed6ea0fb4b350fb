/**
 * The beginning of a text, at most `most` UTF-16 units long. A character that the end would go through is left out whole:
 * half of one is something that PostgreSQL refuses.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const last = text.charCodeAt(most - 1)
  const halved = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, halved ? most - 1 : most)
}
