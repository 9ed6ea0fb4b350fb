import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { providers } from '../../providers/index.ts'
import { root } from '../../scripts/lib/paths.mjs'
import { createTestApp, type TestApp } from '../support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const page = (path: string) => app.nobody().raw('GET', path, undefined, { accept: 'text/html' })
const pages = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => `/docs/${file.slice(0, -3)}`)

const carriers = Object.values(providers).filter(({ addressKind }) => addressKind === 'tel')

test.each(carriers.map(({ id }) => id))('the form of %s leads to its page', async (provider) => {
  const admin = await app.person('administrator')
  const { body } = await admin.get('/providers')
  const { docs_url } = body.data.find(({ id }: { id: string }) => id === provider)
  const { status, text } = await page(docs_url)
  expect(status).toBe(200)
  expect(text).toMatch(/<h1 [^>]*>.+<\/h1>/)
})

describe.each(pages)('%s', (path) => {
  test('is HTML whole, and its links lead somewhere', async () => {
    const { status, headers, text } = await page(path)
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/html/)
    const nonce = /nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1]
    expect(text).toContain(
      `<style nonce="${nonce?.replace(/[^\w]/g, (sign) => (/[&<>"']/.test(sign) ? `&#${sign.charCodeAt(0)};` : sign))}">`,
    )
    const prose = text.replace(/<(pre|code|style)[ >].*?<\/\1>/gs, '')
    expect(prose).not.toMatch(/\]\(|\*\*|^\s*\||```/m)
    for (const [, href = ''] of text.matchAll(/href="(\/docs\/[^"]+)"/g)) {
      const [target = '', heading] = href.split('#')
      const linked = await page(target)
      expect(linked.status, href).toBe(200)
      if (heading) expect(linked.text).toContain(`id="${heading}"`)
    }
  })
})

test.each([
  '/docs/channels/nobody',
  '/docs/../package.json',
  '/docs/%2e%2e/package',
  '/docs/channels/..%2f..%2fREADME',
  '/docs/',
])('%s is no document', async (path) => {
  const { text } = await page(path)
  expect(text).not.toContain('<main>')
})
