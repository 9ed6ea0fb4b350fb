// What the customer writes and attaches.
import { $, call, complain, element } from './dom.js'

let attached = []
let answered

/** The next message answers this one; undefined for none. */
export function answer(bubble) {
  answered = bubble
  $('answered').hidden = !bubble
  $('answered-text').textContent = bubble ? bubble.text || bubble.files[0]?.name || '…' : ''
  if (bubble) $('text').focus()
}

$('no-answer').onclick = () => answer()

/** Calls with each message to send, `{text, files, reply_to?}`. */
export function compose(send) {
  $('composer').onsubmit = async (event) => {
    event.preventDefault()
    const text = $('text').value.trim()
    const files = attached.map((file) => file.id)
    if (!text && !files.length) return
    $('text').value = ''
    attached = []
    showAttached()
    complain()
    const quote = answered ? { reply_to: answered.message_id } : {}
    answer()
    await send({ text, files, ...quote }).catch(complain)
  }
}

$('text').onkeydown = (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  $('composer').requestSubmit()
}

$('file').onchange = async () => {
  complain()
  try {
    for (const file of $('file').files) {
      const { id } = await call('POST', `files?name=${encodeURIComponent(file.name)}`, file)
      attached.push({ id, name: file.name })
    }
  } catch (error) {
    complain(error)
  }
  $('file').value = ''
  showAttached()
}

function showAttached() {
  $('attached').hidden = attached.length === 0
  $('attached').replaceChildren(...attached.map(removeButton))
}

function removeButton(file) {
  const button = element('button', `${file.name} ✕`)
  button.type = 'button'
  button.ariaLabel = `Remove ${file.name}`
  button.onclick = () => {
    attached = attached.filter((one) => one !== file)
    showAttached()
  }
  return button
}
