import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type RequestHandler, Router } from 'express'
import { escapeHtml } from '../../lib/escape-html.ts'
import { markdownHtml } from './markdown-html.ts'

const STYLE = `
:root { color-scheme: light dark }
body { font: 15px/1.6 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
h1 { line-height: 1.25 } h2 { margin-top: 2.25rem }
table { border-collapse: collapse; width: 100%; margin: .75rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #8884 }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere }
pre { overflow-x: auto; padding: .75rem; background: #8882; border-radius: 6px }
li > p { margin: .25rem 0 }
`

/**
 * The documents under `docs/` as pages, `/docs/channels/twilio` for `docs/channels/twilio.md`: they come with the gateway,
 * so they fit its version and need no network. Read once, when first asked for.
 */
export function docsPages(directory: string): RequestHandler {
  const texts = new Map<string, string>()
  const names = () => {
    if (texts.size === 0) {
      for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.md')) continue
        const name = file.slice(0, -3).split(path.sep).join('/')
        texts.set(name, readFileSync(path.join(directory, file), 'utf8'))
      }
    }
    return texts
  }

  const router = Router()
  router.get('/docs/*name', (request, response, next) => {
    const name = ([] as string[]).concat(request.params.name ?? []).join('/')
    const text = names().get(name)
    if (text === undefined) {
      next()
      return
    }
    response.setHeader('Cache-Control', 'no-cache')
    response.type('html').send(page(name, text, response.locals.cspNonce as string))
  })
  return router

  function page(name: string, text: string, nonce: string): string {
    const title = /^# (.+)$/m.exec(text)?.[1] ?? name
    const body = markdownHtml(text, (target) => linkFrom(name, target))
    return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} – Trunkline</title><style nonce="${escapeHtml(nonce)}">${STYLE}</style></head><body><main>
${body}
</main></body></html>
`
  }

  /** Links between documents lead to their pages; what lies elsewhere in the repository is not served. */
  function linkFrom(name: string, target: string): string | undefined {
    const [file = '', heading] = target.split('#')
    const linked = file === '' ? name : path.posix.join(path.posix.dirname(name), file).replace(/\.md$/, '')
    if (!names().has(linked)) return undefined
    return `/docs/${linked}${heading === undefined ? '' : `#${heading}`}`
  }
}
