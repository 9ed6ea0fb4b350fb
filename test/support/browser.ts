import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a headless Chromium: the one named by CHROMIUM_PATH, which `npm test` sets. The caller closes it. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, headless: true, args: flags })
}

/** A page in a context of its own (its own cookies), and what went wrong in it. */
export interface WatchedPage {
  readonly page: Page
  /** Console errors, uncaught exceptions and violations of the content security policy, as they came. */
  readonly complaints: string[]
  close(): Promise<void>
}

/** Opens an empty page. Options are playwright's: `baseURL`, `viewport`, `colorScheme`, `locale`, … */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  const complaints: string[] = []
  await context.exposeFunction('reportPolicyViolation', (what: string) => {
    complaints.push(`content security policy: ${what}`)
  })
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = Reflect.get(window, 'reportPolicyViolation') as (what: string) => void
      report(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`)
    })
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`exception: ${error.stack ?? error.message}`))
  return { page, complaints, close: () => context.close() }
}

/** What axe finds serious or critical in the page as it is now, one line each; empty when all is well. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => `${id} (${impact}): ${node.target.join(' ')} ${node.html}`),
    )
}
