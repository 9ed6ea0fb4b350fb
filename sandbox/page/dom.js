/** The element with this id. */
export const $ = (id) => document.getElementById(id)

/** A new element; the text goes in as text, never as HTML. */
export const element = (tag, text, name) =>
  Object.assign(document.createElement(tag), { textContent: text, className: name ?? '' })

/** Shows an error under the composer; nothing takes the last one away. */
export function complain(error) {
  $('oops').textContent = error?.message ?? ''
  $('oops').hidden = !error
}

/** One call to the sandbox's own API; files go as they are, everything else as JSON. */
export async function call(method, path, body) {
  const file = body instanceof Blob
  const headers = body === undefined || file ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(path, { method, headers, body: file ? body : JSON.stringify(body) })
  const json = await answer.json()
  if (!answer.ok) throw new Error(json.error ?? `The sandbox answered ${answer.status}.`)
  return json
}

export const linePath = (line, rest = '') => `lines/${encodeURIComponent(line.id)}${rest}`
