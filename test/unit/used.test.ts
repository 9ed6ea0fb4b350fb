import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { root } from '../../scripts/lib/paths.mjs'
import { settings } from '../../src/config/settings.ts'
import { metricDefinitions } from '../../src/lib/metrics/definitions.ts'
import { filesBelow } from '../support/imports.ts'

// A row of either table that nothing uses would be a promise that nobody keeps.
const tables = ['src/config/settings.ts', 'src/lib/metrics/definitions.ts']
const sources = filesBelow('src', /\.ts$/)
  .filter((file) => !tables.includes(file))
  .map((file) => readFileSync(root + file, 'utf8'))
  .join('\n')

it.each(Object.values(settings).flatMap((group) => Object.keys(group)))('setting %s is read', (key) => {
  expect(sources).toMatch(new RegExp(`\\.${key}\\b|[{,] ${key}[,: ]`))
})

it.each(Object.keys(metricDefinitions))('metric %s is set', (key) => {
  expect(sources).toMatch(new RegExp(`\\.${key}\\.(inc|set|observe)\\(`))
})
