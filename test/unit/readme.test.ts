import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)

describe.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md'])('%s', (page) => {
  const text = readFileSync(new URL(page, root), 'utf8')
  const links = [...text.matchAll(/\]\(([^)#]+)/g)].map((match) => match[1] as string)

  it.each(links)('leads to %s, which is there', (link) => {
    expect(existsSync(new URL(link, root))).toBe(true)
  })

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
    for (const [, command] of text.matchAll(/npm run ([\w:-]+)/g))
      expect(scripts).toHaveProperty(command as string)
  })
})
