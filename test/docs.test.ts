import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrations } from '../migrations/index.ts'
import { runCommandLine } from '../src/cli/program.ts'
import { loadConfig } from '../src/config/load.ts'
import { allSettings } from '../src/config/settings.ts'
import { metricDefinitions } from '../src/lib/metrics/definitions.ts'

const directory = path.join(import.meta.dirname, '../docs')
const pages = readdirSync(directory).filter((name) => name.endsWith('.md'))
const textOf = (page: string) => readFileSync(path.join(directory, page), 'utf8')

/** As GitHub makes them: lower case, words joined by dashes, other signs left out. */
function anchors(text: string): string[] {
  const headings = [...text.replace(/```.*?```/gs, '').matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '')
  return headings.map((each) =>
    each
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
}

describe.each(pages)('docs/%s', (page) => {
  const text = textOf(page)

  it('names only settings that exist', () => {
    const known = new Set<string>(allSettings.map((setting) => setting.env))
    const named = text.match(/\bTRUNKLINE_[A-Z_]*[A-Z]/g) ?? []
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })

  it('names only metrics that exist', () => {
    const known = Object.values(metricDefinitions).map(({ name }) => name)
    const named = text.match(/\btrunkline_[a-z_]+/g) ?? []
    expect(named.filter((name) => !known.some((each) => name === each || name === `${each}_bucket`))).toEqual(
      [],
    )
  })

  it('links to pages and headings that exist', () => {
    for (const [, target = '', heading] of text.matchAll(/\]\(([\w./-]*\.md)?(?:#([\w-]+))?\)/g)) {
      const linked = target === '' ? page : target
      expect(pages).toContain(linked)
      if (heading) expect(anchors(textOf(linked))).toContain(heading)
    }
  })
})

it('docs/operations.md tells every command, and none that does not exist', async () => {
  let help = ''
  await runCommandLine(['--help'], {
    version: '0',
    loaded: loadConfig({}, '/'),
    migrations,
    start: async () => {},
    print: (text) => {
      help += text
    },
    printError: () => {},
  })
  const commands = [...help.matchAll(/^ {2}([a-z][a-z-]*) /gm)].map((match) => match[1])
  const named = [...textOf('operations.md').matchAll(/^\| `trunkline ([a-z-]+)/gm)].map((match) => match[1])
  expect(named.sort()).toEqual(commands.sort())
})
