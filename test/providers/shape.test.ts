import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { providers } from '../../providers/index.ts'
import { loadVendors } from '../../sandbox/vendors.ts'
import { channelSettings } from '../../src/contract/channel-settings.ts'
import { providersFolder, samplesOf } from './samples.ts'

const vendors = await loadVendors()

/** The samples without which a provider is not shown to work. */
const required = JSON.parse(
  readFileSync(new URL('required-samples.json', providersFolder), 'utf8'),
) as Record<'inbound' | 'receipts' | 'send' | 'check', string[]>

test('every folder is registered under its name, and nothing else is', () => {
  const folders = readdirSync(providersFolder, { withFileTypes: true })
  const names = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  expect(Object.keys(providers).sort()).toEqual(names.sort())
})

describe.each(Object.entries(providers))('%s', (id, provider) => {
  test('has a plain id, the same everywhere, and a carrier in the sandbox', () => {
    expect(provider.id).toBe(id)
    expect(id).toMatch(/^[a-z][a-z0-9]*$/)
    expect(vendors[id]?.id).toBe(id)
  })

  test('has its README and every required sample, each with its source', () => {
    expect(existsSync(new URL(`${id}/README.md`, providersFolder))).toBe(true)
    const samples = samplesOf(id)
    const wanted = [
      ...required.inbound,
      ...required.send,
      ...(vendors[id]?.receipt ? required.receipts : []),
      ...(provider.check ? required.check : []),
    ]
    expect(samples.map((sample) => sample.name)).toEqual(expect.arrayContaining(wanted))
    for (const sample of samples) {
      expect(sample.source, sample.name).not.toBe('')
      expect(sample.read, sample.name).toMatch(/^20\d\d-\d\d-\d\d$/)
    }
  })

  test('describes its fields in both languages, and hides its secrets', () => {
    const names = provider.fields.map((field) => field.name)
    const common = channelSettings(provider.addressKind).map((field) => field.name)
    expect(new Set([...names, ...common]).size).toBe(names.length + common.length)
    for (const field of provider.fields) {
      expect(field.name).toMatch(/^[a-z][a-z0-9_]*$/)
      for (const text of [field.label, field.help, ...(field.where ? [field.where] : [])]) {
        expect(text.en.trim()).not.toBe('')
        expect(text.zh.trim()).not.toBe('')
      }
      const telltale = /key|secret|token|password/.test(field.name)
      if (telltale) expect(field.secret, `${field.name} is marked secret`).toBe(true)
    }
  })

  test('gives the source of every limit', () => {
    for (const [name, limit] of Object.entries(provider.limits)) {
      expect(limit.source.length, name).toBeGreaterThan(10)
      if (typeof limit.value === 'number') expect(limit.value, name).toBeGreaterThan(0)
    }
  })
})
