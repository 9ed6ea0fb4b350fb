import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { Channel, ListedTemplates } from '../../src/contract/provider.ts'
import type { Template } from '../../src/contract/templates.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { readGraphError, vendorCodeOf } from '../../src/lib/meta/errors.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { secretsOf, tokenOf, wabaOf } from './fields.ts'
import { askTimeoutMs } from './limits.ts'
import { readTemplate } from './template-shape.ts'

const page = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({
      cursors: z.object({ after: z.string().nullish() }).nullish(),
      next: z.string().nullish(),
    })
    .nullish(),
})

const asked = [
  ...['id', 'name', 'language', 'status', 'category', 'parameter_format', 'components', 'rejected_reason'],
].join(',')
/** Carousels and examples make some of them large; an answer may have 1 MB. */
const perPage = 50
/** 6,000 templates is Meta's most for an account, in several languages each. */
const mostPages = 500
/** A cursor of a list that changed meanwhile leads nowhere (131059): begun anew so often at most. */
const mostStarts = 3
const staleCursor = 131_059

type Part = { readonly templates: Template[]; readonly stale?: boolean } | { readonly failed: string }

/**
 * Every template of the account, page by page, whatever its state. `paging.next` is not followed: it holds the token.
 * Source: developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management, read 2026-11-21.
 */
export async function listTemplates(channel: Channel, io: Io): Promise<ListedTemplates> {
  if (!tokenOf(channel) || !wabaOf(channel)) {
    return { ok: false, failed: 'The channel has no access token or no WhatsApp Business Account ID.' }
  }
  for (let start = 1; ; start++) {
    const part = await listOnce(channel, io)
    if ('failed' in part) return { ok: false, failed: part.failed }
    if (!part.stale) return { ok: true, templates: part.templates }
    if (start >= mostStarts) {
      return { ok: false, failed: 'The list of templates changed while it was read, three times in a row.' }
    }
  }
}

async function listOnce(channel: Channel, io: Io): Promise<Part> {
  const templates = new Map<string, Template>()
  const cursors = new Set<string>()
  let after: string | undefined
  for (let n = 0; n < mostPages; n++) {
    const result = await callGraph(
      {
        method: 'GET',
        path: `${encodeURIComponent(wabaOf(channel))}/message_templates`,
        token: tokenOf(channel),
        query: { fields: asked, limit: String(perPage), ...(after ? { after } : {}) },
        timeoutMs: askTimeoutMs,
        preparatory: true,
      },
      channel,
      io,
    )
    const secrets = secretsOf(channel)
    if (result.kind !== 'answer') return { failed: vendorWords(result.reason, secrets) }
    const error = readGraphError(result.body)
    if (error?.code === staleCursor && after) return { templates: [], stale: true }
    const json = readJson(result.body, mostKeys)
    const parsed = page.safeParse(json.ok ? json.value : undefined)
    if (!parsed.success || result.status >= 300) {
      const words = error ? vendorWords(`${vendorCodeOf(error)} ${error.words}`, secrets) : 'no list'
      return { failed: `WhatsApp answered ${result.status}: ${words}.` }
    }
    for (const template of parsed.data.data.flatMap((one) => readTemplate(one) ?? [])) {
      templates.set(`${template.name} ${template.language}`, template)
    }
    const next = parsed.data.paging?.next ? parsed.data.paging.cursors?.after : undefined
    if (!next) return { templates: [...templates.values()] }
    // Half a list would take away the templates of the other half.
    if (cursors.has(next)) return { failed: 'WhatsApp lists the templates in a circle.' }
    cursors.add(next)
    after = next
  }
  return { failed: `WhatsApp lists more than ${mostPages * perPage} templates.` }
}

/** Fifty templates with all their components and examples. */
const mostKeys = 60_000
