import type { Setting } from './setting.ts'
import { groupTitles, settings } from './settings.ts'

type Group = { readonly title: string; readonly rows: readonly Setting[] }

const groups: readonly Group[] = Object.entries(settings).map(([key, rows]) => ({
  title: groupTitles[key as keyof typeof settings],
  rows: Object.values(rows),
}))

/** `.env.example`: every setting with its help and default, all commented out. */
export function renderDotEnv(): string {
  const head = [
    '# Settings of Trunkline. Copy this file to .env and take away the # where you want another value.',
    '# Written from src/config/settings.ts by `npm run docs`.',
  ]
  const blocks = groups.map(({ title, rows }) => [`# --- ${title} ---`, ...rows.map(dotEnvRow)].join('\n\n'))
  return `${[head.join('\n'), ...blocks].join('\n\n')}\n`
}

function dotEnvRow(setting: Setting): string {
  return `# ${setting.help} Takes: ${takes(setting)}.\n#${setting.env}=${setting.example ?? defaultText(setting) ?? ''}`
}

/** `docs/configuration.md`. */
export function renderReference(): string {
  const tables = groups.map(({ title, rows }) =>
    [
      `## ${title}`,
      '',
      '| Variable | Takes | Default | What it does |',
      '|---|---|---|---|',
      ...rows.map(tableRow),
    ].join('\n'),
  )
  return `${[introduction, ...tables].join('\n\n')}\n`
}

const introduction = `# Configuration

<!-- Written from src/config/settings.ts by \`npm run docs\`; edit that file. -->

Every setting is an environment variable. A file \`.env\` in the directory where the gateway is started is read too; a
variable of the environment wins over the file. An empty variable counts as unset.

A variable that begins with \`TRUNKLINE_\` and is not in this list, or a value that cannot be used, stops the start. The
message names every such variable at once and never shows a value. \`.env.example\` holds the same list to copy from.
Changes take effect at the next start. What concerns one channel only, its rate for example, is set on its page in the
web app and takes effect at once.

Settings marked *secret* are never shown in logs, errors or answers.`

function tableRow(setting: Setting): string {
  const text = defaultText(setting)
  const cells = [
    `\`${setting.env}\``,
    `${takes(setting)}${setting.secret ? ' (*secret*)' : ''}`,
    text === undefined ? '' : `\`${text}\``,
    `${setting.help}${setting.example === undefined ? '' : ` Example: \`${setting.example}\``}`,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function takes(setting: Setting): string {
  switch (setting.type) {
    case 'integer':
      return `${setting.min} to ${setting.max}`
    case 'flag':
      return 'true or false'
    case 'choice':
      return setting.choices.join(', ')
    case 'cidrs':
      return 'addresses or networks, separated by commas'
    case 'url':
      return `an address (${setting.schemes.join(', ')})`
    case 'text':
      return setting.pattern ? setting.pattern.words : 'text'
  }
}

function defaultText(setting: Setting): string | undefined {
  return 'default' in setting && setting.default !== undefined ? String(setting.default) : undefined
}
