import { eventTypes } from '../../contract/api/events.ts'
import { failures } from '../../contract/failures.ts'
import { problems } from '../../contract/problems.ts'
import { escapeHtml } from '../../lib/escape-html.ts'
import type { ApiDescription, CallDescription } from './describe-api.ts'
import type { Field } from './fields.ts'
import { introduction, webhookWords } from './words.ts'

const STYLE = `
:root { color-scheme: light dark }
body { font: 15px/1.55 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 3rem } h3 { font: 600 15px ui-monospace, monospace; margin: 2rem 0 .25rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884 }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere }
p { margin: .25rem 0 } nav a { margin-right: .75rem }
`

/** The API's reference as one HTML page without scripts. `nonce` is that of the answer's content security policy. */
export function referencePage({ groups, shapes }: ApiDescription, nonce: string): string {
  const sections = [
    ...groups.map(({ name, calls }) => section(name, name, calls.map(callHtml).join(''))),
    section('shapes', 'Shapes', shapes.map((shape) => shapeHtml(shape)).join('')),
    section('problems', 'Problems', problemTable()),
    section('failures', 'Why a message was not sent', failureTable()),
    section(
      'events',
      'Events',
      table(
        ['Type', 'What happened'],
        Object.entries(eventTypes).map(([type, words]) => [codeHtml(type), escapeHtml(words)]),
      ),
    ),
  ]
  const names = [...groups.map(({ name }) => name), 'shapes', 'problems', 'failures', 'events']
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Trunkline API</title><style nonce="${escapeHtml(nonce)}">${STYLE}</style></head><body>
<h1>Trunkline API</h1>
${[...introduction, webhookWords].map((words) => `<p>${withCode(words)}</p>`).join('\n')}
<nav aria-label="Sections"><p>${names.map((name) => `<a href="#${name}">${name}</a>`).join('')}</p></nav>
${sections.join('\n')}
</body></html>
`
}

function section(id: string, title: string, inner: string): string {
  return `<section><h2 id="${escapeHtml(id)}">${escapeHtml(title)}</h2>${inner}</section>`
}

function callHtml(call: CallDescription): string {
  const rows = [
    ['Who', escapeHtml(call.access)],
    ...(call.body ? [['Body', escapeHtml(call.body)]] : []),
    ['Answer', escapeHtml(call.answer)],
    ...(call.problems.length > 0
      ? [
          [
            'Problems',
            call.problems.map((code) => `<a href="#problem-${code}">${codeHtml(code)}</a>`).join(' '),
          ],
        ]
      : []),
  ]
  const query = call.query.length > 0 ? fieldTable('Query', call.query) : ''
  return `<h3>${escapeHtml(call.title)}</h3><p>${withCode(call.summary)}</p>${table([], rows)}${query}`
}

function shapeHtml({ name, type, fields }: ApiDescription['shapes'][number]): string {
  const inner = fields.length > 0 ? fieldTable('Member', fields) : `<p>${escapeHtml(type)}</p>`
  return `<h3 id="shape-${escapeHtml(name)}">${escapeHtml(name)}</h3>${inner}`
}

function fieldTable(head: string, fields: readonly Field[]): string {
  const rows = fields.map(({ name, type, required }) => [
    codeHtml(name),
    escapeHtml(type),
    required ? 'always' : 'optional',
  ])
  return table([head, 'Type', ''], rows)
}

function problemTable(): string {
  const rows = Object.entries(problems).map(([code, { status, title }]) => [
    `<code id="problem-${code}">${code}</code>`,
    String(status),
    escapeHtml(title),
  ])
  return table(['Code', 'Status', 'Meaning'], rows)
}

function failureTable(): string {
  const rows = Object.entries(failures).map(([code, { title, remedy, again }]) => [
    codeHtml(code),
    escapeHtml(title),
    escapeHtml(remedy),
    again === 'later' ? 'by itself, for a while' : 'no',
  ])
  return table(['Code', 'What happened', 'What to do', 'Tried again'], rows)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const headHtml =
    head.length > 0 ? `<thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead>` : ''
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')
  return `<table>${headHtml}<tbody>${body}</tbody></table>`
}

function codeHtml(text: string): string {
  return `<code>${escapeHtml(text)}</code>`
}

function withCode(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}
