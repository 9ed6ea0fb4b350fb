import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { createTestApp, type TestApp } from '../support/test-app.ts'

// What another web site can make the browser of a signed-in person do: nothing that counts.
let app: TestApp
let browser: Browser
let page: Page
let agent: Awaited<ReturnType<TestApp['person']>>
const evil = createServer((_request, response) =>
  response.setHeader('Content-Type', 'text/html').end('<body>'),
)
let evilUrl = ''

beforeAll(async () => {
  app = await createTestApp()
  agent = await app.person('agent')
  evil.listen(0, '127.0.0.1')
  await once(evil, 'listening')
  // Another host name: cookies do not tell ports apart, so 127.0.0.1 would be the same site.
  evilUrl = `http://localhost:${(evil.address() as AddressInfo).port}`
  browser = await launchBrowser()
  const context = await browser.newContext()
  const [name = '', value = ''] = agent.cookie.split('=')
  await context.addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: 'Lax' }])
  page = await context.newPage()
})
afterAll(async () => {
  await browser.close()
  evil.close()
  await app.close()
})

const nameNow = async () => (await agent.get('/me')).body.extension.name
const signedIn = async () => (await agent.get('/me')).status === 200

it('the page of the gateway itself may', async () => {
  await page.goto(`${app.url}/`)
  const status = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/me', {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json', 'X-Trunkline-Request': '1' },
      body: '{"name":"Ours"}',
    })
    return answer.status
  })
  expect(status).toBe(200)
  expect(await nameNow()).toBe('Ours')
})

it.each([
  ['a fetch with cookies', { credentials: 'include' }],
  ['a fetch that asks for no answer', { credentials: 'include', mode: 'no-cors' }],
  ['a fetch with our header', { credentials: 'include', headers: { 'X-Trunkline-Request': '1' } }],
] as const)('%s of another site changes and reads nothing', async (_what, init) => {
  await page.goto(evilUrl)
  const read = await page.evaluate(
    async ([url, options]) => {
      const results: string[] = []
      for (const [path, method] of [
        ['/me', 'GET'],
        ['/me', 'PATCH'],
        ['/session', 'DELETE'],
        ['/queues', 'POST'],
      ]) {
        const body = method === 'GET' ? null : '{"name":"Theirs"}'
        await fetch(`${url}/api/v1${path}`, { ...options, method: method ?? 'GET', body } as RequestInit)
          .then((answer) => answer.text())
          .then((text) => results.push(text))
          .catch(() => undefined)
      }
      return results.join('')
    },
    [app.url, init] as const,
  )
  expect(read).toBe('')
  expect(await signedIn()).toBe(true)
  expect(await nameNow()).toBe('Ours')
})

it.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])(
  'a form of another site, sent as %s, is refused',
  async (enctype) => {
    await page.goto(evilUrl)
    await page.evaluate(
      ([url, type]) => {
        const form = document.createElement('form')
        Object.assign(form, { method: 'POST', action: `${url}/api/v1/session`, enctype: type })
        const input = document.createElement('input')
        Object.assign(input, { name: '{"email":"x","password":"', value: '"}' })
        form.append(input)
        document.body.append(form)
        form.submit()
      },
      [app.url, enctype] as const,
    )
    await page.waitForURL(`${app.url}/**`)
    expect(await page.textContent('body')).toContain('"code":"cross_site"')
    expect(await signedIn()).toBe(true)
  },
)

it('another site can neither frame the gateway nor show its pictures and data', async () => {
  await page.goto(evilUrl)
  const seen = await page.evaluate(async (url) => {
    const image = new Image()
    image.src = `${url}/api/v1/me`
    const imageFailed = await new Promise((resolve) => {
      image.onerror = () => resolve(true)
      image.onload = () => resolve(false)
    })
    const frame = document.createElement('iframe')
    frame.src = `${url}/`
    document.body.append(frame)
    await new Promise((resolve) => {
      frame.onload = resolve
    })
    return { imageFailed }
  }, app.url)
  expect(seen.imageFailed).toBe(true)
  const frame = page.frames().find((one) => one !== page.mainFrame())
  expect(frame?.url()).toBe('chrome-error://chromewebdata/')
})
