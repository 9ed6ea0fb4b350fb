import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { root } from '../../scripts/lib/paths.mjs'

/** One import statement, dynamic import or re-export of a file. */
export interface Import {
  /** As written: a package's name, `node:…`, or a relative path. */
  readonly specifier: string
  /** The imported file relative to the root; undefined for packages. */
  readonly file: string | undefined
  /** Whether the compiler erases it (`import type`, `export type`). */
  readonly typeOnly: boolean
}

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{$][\w\s,*{}$]*?\s?from\s*)?['"]([^'"\n]+)['"]/gm
const dynamic = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g

/** Files below `folder` (relative to the root, as all paths here) whose name ends as `pattern` says; samples left out. */
export function filesBelow(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => normalize(join(entry.parentPath, entry.name)).slice(root.length).replaceAll('\\', '/'))
    .filter((file) => !/(^|\/)(samples|node_modules)\//.test(file))
    .sort()
}

/** The text of a file. */
export function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

/** What a file imports. */
export function importsOf(file: string): Import[] {
  return importsIn(textOf(file), file)
}

/** What the text of `file` imports. */
export function importsIn(text: string, file: string): Import[] {
  const found = [
    ...[...text.matchAll(statement)].map(([, type, specifier]) => ({
      specifier: specifier!,
      typeOnly: type !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map(([, specifier]) => ({ specifier: specifier!, typeOnly: false })),
  ]
  return found.map(({ specifier, typeOnly }) => ({ specifier, typeOnly, file: target(specifier, file) }))
}

function target(specifier: string, from: string): string | undefined {
  return specifier.startsWith('.')
    ? normalize(join(dirname(from), specifier)).replaceAll('\\', '/')
    : undefined
}
