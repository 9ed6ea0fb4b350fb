import { eventTypes } from '../../contract/api/events.ts'
import { failures } from '../../contract/failures.ts'
import { problems } from '../../contract/problems.ts'
import type { ApiDescription, CallDescription } from './describe-api.ts'
import type { Field } from './fields.ts'
import { introduction, webhookWords } from './words.ts'

const GENERATED = '<!-- Written by `npm run docs` from the route table and the contract; do not edit. -->'

/** `docs/api.md`. */
export function apiMarkdown({ groups, shapes }: ApiDescription): string {
  return joined([
    '# The API',
    GENERATED,
    ...introduction,
    webhookWords,
    'The codes of problems, failures and events are in [errors.md](errors.md).',
    ...groups.flatMap(({ name, calls }) => [`## ${name}`, ...calls.flatMap(callMarkdown)]),
    '## Shapes',
    ...shapes.flatMap(({ name, type, fields }) => [
      `### ${name}`,
      fields.length > 0 ? fieldTable('Member', fields) : type,
    ]),
  ])
}

/** `docs/errors.md`. */
export function errorsMarkdown(): string {
  return joined([
    '# Problems, failures and events',
    GENERATED,
    '## Problems',
    'Every error that the HTTP API answers. The code is stable; the sentence may change.',
    table(
      ['Code', 'Status', 'Meaning'],
      Object.entries(problems).map(([code, { status, title }]) => [`\`${code}\``, String(status), title]),
    ),
    '## Why a message was not sent',
    'The same codes for every provider; the provider’s own code and words stand beside them.',
    table(
      ['Code', 'What happened', 'What to do', 'Tried again'],
      Object.entries(failures).map(([code, { title, remedy, again }]) => [
        `\`${code}\``,
        title,
        remedy,
        again === 'later' ? 'by itself, for a while' : 'no',
      ]),
    ),
    '## Events',
    'What the live stream and `GET /events` tell.',
    table(
      ['Type', 'What happened'],
      Object.entries(eventTypes).map(([type, words]) => [`\`${type}\``, words]),
    ),
  ])
}

function callMarkdown(call: CallDescription): string[] {
  const lines = [
    `- Who: ${call.access}`,
    ...(call.body ? [`- Body: ${call.body}`] : []),
    `- Answer: ${call.answer}`,
    ...(call.problems.length > 0
      ? [`- Problems: ${call.problems.map((code) => `\`${code}\``).join(', ')}`]
      : []),
  ]
  const query = call.query.length > 0 ? [fieldTable('Query', call.query)] : []
  return [`### ${call.title}`, call.summary, lines.join('\n'), ...query]
}

function fieldTable(head: string, fields: readonly Field[]): string {
  return table(
    [head, 'Type', ''],
    fields.map(({ name, type, required }) => [`\`${name}\``, type, required ? 'always' : 'optional']),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function joined(paragraphs: readonly string[]): string {
  return `${paragraphs.join('\n\n')}\n`
}
