import { element } from './dom.js'

const time = (at) =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })

const emojis = ['👍', '❤️', '😆', '😮', '😢', '😠']

/**
 * One message with its files, and under it what happened to it. Everything from outside goes in as text. `chat` says what
 * can be done with it: `quoted`, the message that it answers; `react` and `reply`, where the carrier knows them.
 */
export function bubbleElement(bubble, open, { quoted, react, reply }) {
  const box = element('article', '', `bubble ${bubble.by === 'customer' ? 'mine' : ''} ${bubble.state}`)
  box.id = `bubble-${bubble.id}`
  box.dataset.state = bubble.state
  if (quoted) box.append(element('blockquote', quoted.text || quoted.files[0]?.name || '…'))
  box.append(...bubble.files.map(fileElement))
  if (bubble.text) box.append(element('p', bubble.text))
  const details = element('details', '')
  details.open = open
  details.append(element('summary', `${time(bubble.at)} · ${summary(bubble)}`))
  const list = element('ul', '')
  list.append(
    ...bubble.steps.map((step) => element('li', `${time(step.at)} ${step.text}`, step.ok ? '' : 'no')),
  )
  details.append(list)
  box.append(details)
  if (bubble.by === 'business' && bubble.message_id && (react || reply))
    box.append(acts(bubble, react, reply))
  const given = Object.values(bubble.reactions)
  if (given.length) box.append(element('p', given.join(' '), 'reactions'))
  return box
}

/** What the customer can do with a message of the business: tapping the same emoji again takes it back. */
function acts(bubble, react, reply) {
  const row = element('div', '', 'acts')
  for (const emoji of react ? emojis : []) {
    const given = bubble.reactions.customer === emoji
    const button = element('button', emoji, 'quiet')
    button.type = 'button'
    button.ariaLabel = `React with ${emoji}`
    button.ariaPressed = String(given)
    button.onclick = () => react(bubble, given ? null : emoji)
    row.append(button)
  }
  if (reply) {
    const button = element('button', 'Reply', 'quiet')
    button.type = 'button'
    button.onclick = () => reply(bubble)
    row.append(button)
  }
  return row
}

function summary({ by, state, steps, business }) {
  if (by === 'business') {
    const receipt = steps.findLast((step) => step.ok && step.text.startsWith('Receipt'))
    return receipt
      ? `${business} · ${/"(\w+)"/.exec(receipt.text)[1]}`
      : `${business} · ${state === 'ok' ? 'taken' : 'not taken'}`
  }
  if (state === 'ok') return 'delivered to the gateway'
  const last = steps.at(-1)?.text ?? 'sending'
  return state === 'pending' ? last : `refused: ${last}`
}

function fileElement(file) {
  if (file.url && /^image\/(png|jpeg|gif|webp)$/.test(file.content_type)) {
    return Object.assign(document.createElement('img'), { src: file.url, alt: file.name })
  }
  if (!file.url)
    return element('p', file.error ? `${file.name}: not fetched (${file.error})` : `${file.name} …`)
  const link = element('a', file.name)
  link.href = file.url
  return link
}
