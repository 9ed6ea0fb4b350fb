import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessibilityFindings, launchBrowser, openPage } from '../support/browser.ts'

const pages: Readonly<Record<string, string>> = {
  '/good': '<html lang="en"><title>Good</title><main><h1>Good</h1></main></html>',
  '/bad': '<html><title>Bad</title><img src="data:,"><script>console.error("inline")</script></html>',
  '/noisy': '<html lang="en"><title>Noisy</title><script src="/noise.js"></script></html>',
  '/noise.js': 'console.error("noise"); throw new Error("thrown")',
}

let browser: Browser
let server: Server
let baseURL: string
beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('content-security-policy', "script-src 'self'")
    response.setHeader('content-type', request.url?.endsWith('.js') ? 'text/javascript' : 'text/html')
    response.statusCode = pages[request.url ?? ''] === undefined ? 204 : 200
    response.end(pages[request.url ?? ''])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})

it('a good page has no complaints and no findings', async () => {
  const { page, complaints, close } = await openPage(browser, { baseURL })
  await page.goto('/good')
  expect(await accessibilityFindings(page)).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

it('a refused inline script and what axe finds are seen', async () => {
  const { page, complaints, close } = await openPage(browser, { baseURL })
  await page.goto('/bad')
  const findings = await accessibilityFindings(page)
  expect(findings.join('\n')).toMatch(/image-alt \(critical\)/)
  expect(complaints.join('\n')).toMatch(/content security policy: script-src-elem refused inline/)
  await close()
})

it('console errors and exceptions are seen', async () => {
  const { page, complaints, close } = await openPage(browser, { baseURL })
  await page.goto('/noisy')
  expect(complaints.filter((complaint) => complaint === 'console: noise')).toHaveLength(1)
  expect(complaints.join('\n')).toContain('exception: Error: thrown')
  await close()
})
