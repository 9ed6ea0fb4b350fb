import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from '../../scripts/lib/paths.mjs'
import { filesBelow, importsIn, importsOf, textOf } from '../support/imports.ts'

/**
 * Who may import whom (areas or single files), besides itself. What is not named here may import everything (bench,
 * test, scripts). HTTP hands the store on and answers for its failures; queries are the core's.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/contract': [],
  'src/lib': ['src/contract'],
  'src/config': ['src/contract', 'src/lib'],
  'src/db': ['src/contract', 'src/lib'],
  'src/core': ['src/contract', 'src/db', 'src/lib'],
  'src/realtime': ['src/core', 'src/contract', 'src/db', 'src/lib'],
  'src/http': [
    ...['src/core', 'src/realtime', 'src/contract', 'src/lib'],
    ...['src/db/store.ts', 'src/db/errors.ts', 'src/db/writer.ts'],
  ],
  'src/worker': ['src/core', 'src/contract', 'src/db', 'src/lib'],
  'src/cli': ['src/config', 'src/core', 'src/contract', 'src/db', 'src/lib', 'migrations'],
  'src/sending.ts': ['src/config', 'src/contract', 'src/lib', 'src/db', 'src/core', 'src/worker'],
  'src/app.ts': [
    ...[
      'src/sending.ts',
      'src/config',
      'src/contract',
      'src/lib',
      'src/db',
      'src/core',
      'src/realtime',
      'src/http',
      'src/worker',
    ],
    ...['providers', 'migrations', 'sandbox'],
  ],
  'src/demo': ['src/core', 'src/contract', 'src/db', 'src/lib'],
  'src/gateway.ts': [
    ...['src/app.ts', 'src/cli', 'src/config', 'src/contract', 'src/core', 'src/db', 'src/demo', 'src/lib'],
    'sandbox',
  ],
  'src/main.ts': ['src/gateway.ts', 'src/cli', 'src/config', 'migrations', 'providers'],
  providers: ['src/contract', 'src/lib'],
  migrations: [],
  sandbox: ['src/contract', 'src/lib', 'providers'],
  web: ['src/contract'],
}

const areas = ['src', 'providers', 'migrations', 'sandbox', 'web', 'bench', 'scripts'].filter((area) =>
  existsSync(root + area),
)
const sources = areas.flatMap((area) => filesBelow(area, /\.(tsx?|mjs)$/))
const code = sources.filter((file) => /\.tsx?$/.test(file))

/** `src/core`, `src/main.ts`, `providers`, … */
function areaOf(file: string): string {
  const [first = '', second = ''] = file.split('/')
  return first === 'src' ? `${first}/${second}` : first
}

/** `file imports target` for each import that `forbidden` objects to. */
function offences(forbidden: (file: string, target: string, typeOnly: boolean) => boolean): string[] {
  return code.flatMap((file) =>
    importsOf(file)
      .filter((one) => one.file !== undefined && forbidden(file, one.file, one.typeOnly))
      .map((one) => `${file} imports ${one.file}`),
  )
}

describe('imports', () => {
  it('are read from every kind of statement', () => {
    const text = [
      "import './a.ts'\nimport b from 'b'\nimport type { C } from '../c.ts'\nimport {\n  d,\n  type D,\n} from './d.ts'",
      "export const none = 'not/this.ts'\nexport * from './e.ts'\nexport { f } from './f.ts'\nawait import('./g.ts')",
    ].join('\n')
    const found = importsIn(text, 'src/x/y.ts').map((one) => [one.file ?? one.specifier, one.typeOnly])
    expect(found).toEqual([
      ['src/x/a.ts', false],
      ['b', false],
      ['src/c.ts', true],
      ['src/x/d.ts', false],
      ['src/x/e.ts', false],
      ['src/x/f.ts', false],
      ['src/x/g.ts', false],
    ])
  })

  it('go one way between areas', () => {
    const offending = offences((file, target) => {
      const allowed = mayImport[areaOf(file)]
      if (allowed === undefined || areaOf(file) === areaOf(target)) return false
      return !allowed.includes(areaOf(target)) && !allowed.includes(target)
    })
    expect(offending).toEqual([])
  })

  it('come from a known area', () => {
    const free = ['bench', 'scripts']
    expect(sources.map(areaOf).filter((area) => !(area in mayImport) && !free.includes(area))).toEqual([])
  })

  it('never lead from one provider to another', () => {
    const provider = (file: string) => /^providers\/([^/]+)\//.exec(file)?.[1]
    const offending = offences((file, target) => {
      const [from, to] = [provider(file), provider(target)]
      return from !== undefined && to !== undefined && from !== to
    })
    expect(offending).toEqual([])
  })

  it('of the sandbox reach only the sandbox side of a provider', () => {
    const side = /^providers\/[^/]+\/sandbox\.ts$/
    expect(
      offences(
        (file, target) => areaOf(file) === 'sandbox' && areaOf(target) === 'providers' && !side.test(target),
      ),
    ).toEqual([])
  })

  it('of the web app take types alone from the server, and how a template reads when it is filled in', () => {
    const shared = 'src/contract/template-text.ts'
    expect(
      offences(
        (file, target, typeOnly) =>
          areaOf(file) === 'web' && areaOf(target) !== 'web' && target !== shared && !typeOnly,
      ),
    ).toEqual([])
  })

  it('of the scripts that install and build need nothing installed', () => {
    const bootstrap = ['start', 'build', 'dev', 'test'].map((name) => `scripts/${name}.mjs`)
    const reached = new Set(bootstrap)
    for (const file of reached) {
      for (const one of importsOf(file)) {
        if (one.file) reached.add(one.file)
        else expect(one.specifier, file).toMatch(/^node:/)
      }
    }
    expect(reached.size).toBeGreaterThan(bootstrap.length)
  })

  it('make no circle while running', () => {
    const next = new Map(
      code.map((file) => [
        file,
        importsOf(file).flatMap((one) => (one.file && !one.typeOnly ? [one.file] : [])),
      ]),
    )
    const done = new Set<string>()
    function circle(file: string, path: readonly string[]): string | undefined {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(' → ')
      if (done.has(file)) return undefined
      for (const target of next.get(file) ?? []) {
        const found = circle(target, [...path, file])
        if (found) return found
      }
      done.add(file)
      return undefined
    }
    expect(code.map((file) => circle(file, [])).filter((found) => found !== undefined)).toEqual([])
  })
})

describe('sources', () => {
  it('have at most 300 lines', () => {
    const long = sources.map((file) => [file, textOf(file).trimEnd().split('\n').length] as const)
    expect(long.filter(([, lines]) => lines > 300)).toEqual([])
  })

  it('write raw SQL in migrations alone and never raw HTML', () => {
    const raw = code.filter((file) => areaOf(file) !== 'migrations' && /\bsql\.raw\b/.test(textOf(file)))
    expect(raw).toEqual([])
    expect(
      code.filter((file) => /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=/.test(textOf(file))),
    ).toEqual([])
  })
})
