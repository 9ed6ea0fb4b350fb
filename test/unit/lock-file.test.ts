import { describe, expect, it } from 'vitest'
import { textOf } from '../support/imports.ts'

describe('the lock file', () => {
  interface Locked {
    readonly resolved?: string
    readonly hasInstallScript?: boolean
    readonly dependencies?: Readonly<Record<string, string>>
    readonly optionalDependencies?: Readonly<Record<string, string>>
  }
  const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> }
  const manifest = JSON.parse(textOf('package.json')) as Record<string, Record<string, unknown>>

  const nameOf = (path: string) => path.replace(/^.*node_modules\//, '')

  it('names no addresses', () => {
    expect(Object.keys(lock.packages).filter((path) => lock.packages[path]?.resolved !== undefined)).toEqual(
      [],
    )
  })

  it('names every package that another one needs, also those of other systems (npm ci refuses to start otherwise)', () => {
    const names = new Set(Object.keys(lock.packages).map(nameOf))
    const needed = Object.values(lock.packages).flatMap((one) =>
      Object.keys({ ...one.dependencies, ...one.optionalDependencies }),
    )
    expect(needed.filter((name) => !names.has(name))).toEqual([])
  })

  it('has install scripts in the packages of allowScripts alone', () => {
    const scripted = Object.keys(lock.packages).filter((path) => lock.packages[path]?.hasInstallScript)
    expect(scripted.map(nameOf).sort()).toEqual(Object.keys(manifest.allowScripts ?? {}).sort())
  })

  it('belongs to exact versions', () => {
    const wanted = ['dependencies', 'devDependencies', 'optionalDependencies'].map(
      (kind) => manifest[kind] ?? {},
    )
    const loose = wanted
      .flatMap(Object.entries)
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))
    expect(loose).toEqual([])
  })
})
