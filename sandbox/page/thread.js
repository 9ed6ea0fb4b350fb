// The messages of one line and one own number, as they come.
import { bubbleElement } from './bubble.js'
import { $, element } from './dom.js'

let source
let bubbles = new Map()
let chat = {}

/** What the line's carrier lets a customer do with a message, `{react, reply}`. */
export function offer(acts) {
  chat = acts
}

/** The customer's number, as it is written in messages. */
export const ownNumber = () => $('own').value.replace(/[\s()-]/g, '')

/** Follows the messages of a line. Every connection begins with all that is kept. */
export function listen(path) {
  source?.close()
  source = new EventSource(path)
  source.onopen = () => {
    bubbles = new Map()
    showThread()
    link('live', true)
  }
  source.onerror = () => link('reconnecting', false)
  source.onmessage = (event) => {
    const bubble = JSON.parse(event.data)
    bubbles.set(bubble.id, bubble)
    const known = [...$('owns').children].some((option) => option.value === bubble.customer)
    if (!known) $('owns').append(new Option(bubble.customer))
    if (bubble.customer === ownNumber()) showBubble(bubble)
  }
}

function link(text, on) {
  $('link').textContent = text
  $('link').classList.toggle('on', on)
}

function showThread() {
  $('thread').replaceChildren()
  const mine = [...bubbles.values()].filter((bubble) => bubble.customer === ownNumber())
  const words = 'You are the customer. Text the business, or wait for its message.'
  if (!mine.length) $('thread').append(element('p', words, 'empty'))
  for (const bubble of mine) showBubble(bubble)
}

function showBubble(bubble) {
  const thread = $('thread')
  const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 60
  const old = $(`bubble-${bubble.id}`)
  const quoted = [...bubbles.values()].find(({ message_id }) => message_id && message_id === bubble.reply_to)
  const fresh = bubbleElement(bubble, old?.querySelector('details')?.open ?? false, { ...chat, quoted })
  thread.querySelector('.empty')?.remove()
  if (old) old.replaceWith(fresh)
  else thread.append(fresh)
  if (!atEnd) return
  const toEnd = () => {
    thread.scrollTop = thread.scrollHeight
  }
  toEnd()
  for (const picture of fresh.querySelectorAll('img')) picture.onload = toEnd
}

$('own').onchange = showThread
