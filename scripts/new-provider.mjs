// Makes a provider that passes the suite: a copy of the generic one under another name, to be changed file by file.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runMain, SetupFailure } from './lib/failure.mjs'
import { root } from './lib/paths.mjs'

const folder = `${root}providers/`
const registry = `${folder}index.ts`

await runMain(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { name: { type: 'string' } } })
  const id = positionals[0] ?? ''
  if (!/^[a-z][a-z0-9]{1,39}$/.test(id)) {
    throw new SetupFailure(
      'Usage: npm run new-provider -- <id> [--name "Its name"]\nThe id is lower-case letters and digits: folder, URL segment and stored value.',
    )
  }
  if (existsSync(folder + id)) throw new SetupFailure(`There is a folder providers/${id} already.`)
  const name = values.name ?? id
  if (/["\\\n]/.test(name))
    throw new SetupFailure('The name may not hold double quotes, backslashes or line ends.')
  mkdirSync(`${folder}${id}/samples`, { recursive: true })
  for (const file of readdirSync(`${folder}generic`).filter((file) => file.endsWith('.ts'))) {
    writeFileSync(
      `${folder}${id}/${file}`,
      renamed(readFileSync(`${folder}generic/${file}`, 'utf8'), id, name),
    )
  }
  for (const sample of requiredSamples()) {
    const copy = JSON.parse(readFileSync(`${folder}generic/samples/${sample}.json`, 'utf8'))
    const source =
      'Copied from the generic provider: put bytes of the real vendor here, and where they come from'
    writeFileSync(
      `${folder}${id}/samples/${sample}.json`,
      `${JSON.stringify({ ...copy, source }, null, 2)}\n`,
    )
  }
  writeFileSync(`${folder}${id}/README.md`, readme(id, name))
  register(id)
  console.log(`providers/${id} is made and registered. Its README says what to change, in which order.`)
})

/** @param {string} code @param {string} id @param {string} name */
function renamed(code, id, name) {
  const quoted = name.includes("'") ? `"${name}"` : `'${name}'`
  return code
    .replaceAll('export const generic:', `export const ${id}:`)
    .replaceAll("id: 'generic'", `id: '${id}'`)
    .replaceAll("name: 'Generic SMS API'", `name: ${quoted}`)
}

/** @returns {string[]} */
function requiredSamples() {
  return Object.values(JSON.parse(readFileSync(`${folder}required-samples.json`, 'utf8'))).flat()
}

/** One import and one line, both in the order of the alphabet. @param {string} id */
function register(id) {
  const lines = readFileSync(registry, 'utf8').split('\n')
  insert(
    lines,
    /^import \{ (\w+) \} from '\.\/\w+\/index\.ts'$/,
    id,
    `import { ${id} } from './${id}/index.ts'`,
  )
  insert(lines, /^ {2}(\w+),$/, id, `  ${id},`)
  writeFileSync(registry, lines.join('\n'))
}

/** @param {string[]} lines @param {RegExp} form @param {string} id @param {string} line */
function insert(lines, form, id, line) {
  const places = lines.flatMap((text, at) =>
    form.test(text) ? [{ at, id: form.exec(text)?.[1] ?? '' }] : [],
  )
  const next = places.find((place) => place.id > id)
  lines.splice(next?.at ?? (places.at(-1)?.at ?? 0) + 1, 0, line)
}

/** @param {string} id @param {string} name */
function readme(id, name) {
  return `# ${name}

Made from the generic provider, which it still equals. Change it in this order, with \`npx vitest run test/providers\` open:

1. \`samples/\`: bytes of the real vendor with their source, and the events they mean. The suite fails now.
2. \`fields.ts\`: what an administrator fills in, and where it stands in the vendor's portal. \`limits.ts\`: with sources.
3. \`verify.ts\`, then \`parse.ts\`: until the inbound samples pass.
4. \`errors.ts\`, \`send.ts\`, \`check.ts\`: until the others pass. Leave \`check\` out where the vendor has no such call.
5. \`sandbox.ts\`: the vendor's own side, written from its documentation and not from the files above.
6. This page, and \`docs/channels/${id}.md\`: what to click at the vendor, which URL goes where, limits, quirks.
`
}
