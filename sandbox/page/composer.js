// What the customer writes and attaches.
import { $, call, complain, element } from './dom.js'

let attached = []

/** Calls with each message to send, `{text, files}`. */
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
    await send({ text, files }).catch(complain)
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
