import { expect, test } from 'vitest'
import { contentIds } from '../../src/lib/content-ids.ts'

const windowMs = 60_000
const idsAt = (at: number, content = ['+12065550101', 'Hello']) => {
  const { providerMessageId, otherIds = [] } = contentIds(content, at, windowMs)
  return [providerMessageId, ...otherIds]
}
const related = (a: readonly string[], b: readonly string[]) => a.some((id) => b.includes(id))

test('the same content is known again for the whole window, wherever it begins, and not much longer', () => {
  for (let start = 0; start < 2 * windowMs; start += 777) {
    const first = idsAt(start)
    for (const later of [0, 1, 29_999, 59_999, 60_000]) {
      expect(related(first, idsAt(start + later)), `${start} + ${later}`).toBe(true)
    }
    expect(related(first, idsAt(start + 90_000)), `${start} + 90000`).toBe(false)
  }
})

test('other content is another message, however it is cut', () => {
  expect(related(idsAt(0), idsAt(0, ['+12065550101', 'Hello!']))).toBe(false)
  expect(related(idsAt(0, ['a', 'bc']), idsAt(0, ['ab', 'c']))).toBe(false)
})
