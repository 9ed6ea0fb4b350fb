// The handset: one customer's phone, and the switches of the carrier behind it.

import { bubbleElement } from './bubble.js'
import { faultKinds, sentence } from './faults.js'

const $ = (id) => document.getElementById(id)
const element = (tag, text, name) =>
  Object.assign(document.createElement(tag), { textContent: text, className: name ?? '' })

let line
let source
let bubbles = new Map()
let attached = []

async function call(method, path, body) {
  const headers = body === undefined || body instanceof Blob ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(path, {
    method,
    headers,
    body: body instanceof Blob ? body : JSON.stringify(body),
  })
  const json = await answer.json()
  if (!answer.ok) throw new Error(json.error ?? `The sandbox answered ${answer.status}.`)
  return json
}

const linePath = (rest = '') => `lines/${encodeURIComponent(line.id)}${rest}`

function complain(error) {
  $('oops').textContent = error?.message ?? ''
  $('oops').hidden = !error
}

// The line

async function showLines(wanted) {
  const { data } = await call('GET', 'lines')
  $('line').replaceChildren(...data.map((one) => new Option(one.name, one.id)))
  const chosen = data.find((one) => one.id === wanted) ?? data[0]
  if (!chosen) return complain(new Error('The sandbox has no line yet.'))
  $('line').value = chosen.id
  showLine(chosen)
  listen()
}

function showLine(shown) {
  line = shown
  history.replaceState(null, '', `#${line.id}`)
  const numbers = line.numbers.length ? line.numbers : ['+12025550123']
  const business = $('business').value
  $('business').replaceChildren(...numbers.map((number) => new Option(number)))
  if (numbers.includes(business)) $('business').value = business
  $('provider').textContent = line.provider
  const account = { 'API base URL': line.api_base_url, ...line.credentials, Sender: numbers[0] }
  $('account').replaceChildren(...Object.entries(account).flatMap(([name, value]) => accountRow(name, value)))
  $('webhook').value = line.webhook_url
  $('numbers').value = line.numbers.join(', ')
  $('error').replaceChildren(...line.errors.map((name) => new Option(name)))
  showFaults()
}

function accountRow(name, value) {
  const copy = element('button', 'Copy', 'quiet copy')
  copy.type = 'button'
  copy.ariaLabel = `Copy ${name}`
  copy.onclick = () =>
    navigator.clipboard?.writeText(value).then(() => {
      copy.textContent = 'Copied'
    })
  const row = element('dd', '')
  row.append(element('code', value || '(none)'), copy)
  return [element('dt', name), row]
}

$('line').onchange = () => showLines($('line').value)
$('line-form').onsubmit = async (event) => {
  event.preventDefault()
  const numbers = $('numbers')
    .value.split(/[\s,]+/)
    .filter(Boolean)
  try {
    showLine(await call('PATCH', linePath(), { webhook_url: $('webhook').value.trim(), numbers }))
    $('saved').textContent = 'Saved'
    setTimeout(() => {
      $('saved').textContent = ''
    }, 2000)
  } catch (error) {
    complain(error)
  }
}

// Messages

function listen() {
  source?.close()
  bubbles = new Map()
  showThread()
  source = new EventSource(linePath('/stream'))
  source.onopen = () => {
    $('link').textContent = 'live'
    $('link').classList.add('on')
  }
  source.onerror = () => {
    $('link').textContent = 'reconnecting'
    $('link').classList.remove('on')
  }
  source.onmessage = (event) => {
    const bubble = JSON.parse(event.data)
    bubbles.set(bubble.id, bubble)
    if (![...$('owns').children].some((option) => option.value === bubble.customer))
      $('owns').append(new Option(bubble.customer))
    if (bubble.customer === own()) showBubble(bubble)
  }
}

const own = () => $('own').value.replace(/[\s()-]/g, '')

function showThread() {
  const thread = $('thread')
  thread.replaceChildren()
  const mine = [...bubbles.values()].filter((bubble) => bubble.customer === own())
  if (!mine.length) {
    thread.append(element('p', 'You are the customer. Text the business, or wait for its message.', 'empty'))
  }
  for (const bubble of mine) showBubble(bubble)
}

function showBubble(bubble) {
  const thread = $('thread')
  const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 60
  const old = document.getElementById(`bubble-${bubble.id}`)
  const fresh = bubbleElement(bubble, old?.querySelector('details')?.open ?? false)
  thread.querySelector('.empty')?.remove()
  if (old) old.replaceWith(fresh)
  else thread.append(fresh)
  const toEnd = () => {
    thread.scrollTop = thread.scrollHeight
  }
  if (atEnd) toEnd()
  if (atEnd) for (const picture of fresh.querySelectorAll('img')) picture.onload = toEnd
}

$('own').onchange = showThread

$('file').onchange = async () => {
  try {
    for (const file of $('file').files) {
      const { id } = await call('POST', `files?name=${encodeURIComponent(file.name)}`, file)
      attached.push({ id, name: file.name })
    }
    complain()
  } catch (error) {
    complain(error)
  }
  $('file').value = ''
  showAttached()
}

function showAttached() {
  $('attached').hidden = attached.length === 0
  $('attached').replaceChildren(
    ...attached.map((file) => {
      const remove = element('button', `${file.name} ✕`)
      remove.type = 'button'
      remove.ariaLabel = `Remove ${file.name}`
      remove.onclick = () => {
        attached = attached.filter((one) => one !== file)
        showAttached()
      }
      return remove
    }),
  )
}

$('composer').onsubmit = async (event) => {
  event.preventDefault()
  const text = $('text').value.trim()
  if (!text && !attached.length) return
  const files = attached.map((file) => file.id)
  $('text').value = ''
  attached = []
  showAttached()
  complain()
  try {
    await call('POST', linePath('/messages'), { from: own(), to: $('business').value, text, files })
  } catch (error) {
    complain(error)
  }
}
$('text').onkeydown = (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  $('composer').requestSubmit()
}

// Faults

$('kind').replaceChildren(...Object.entries(faultKinds).map(([kind, { label }]) => new Option(label, kind)))
$('kind').onchange = showKind
showKind()

function showKind() {
  const { parameter, initial, hint } = faultKinds[$('kind').value]
  $('param-label').hidden = !parameter
  $('param-name').textContent = parameter?.label ?? ''
  $('param').value = initial ?? ''
  $('error-label').hidden = $('kind').value !== 'error'
  $('hint').textContent = hint
}

async function setFaults(faults) {
  try {
    line = await call('PUT', linePath('/faults'), faults)
    complain()
  } catch (error) {
    complain(error)
  }
  showFaults()
}

function showFaults() {
  $('armed').replaceChildren(
    ...line.faults.map((fault) => {
      const item = element('li', '', 'fault')
      const remove = element('button', 'Take off', 'quiet')
      remove.ariaLabel = `Take off: ${sentence(fault)}`
      remove.onclick = () => setFaults(line.faults.filter((one) => one !== fault))
      item.append(element('span', sentence(fault)), remove)
      return item
    }),
  )
}

$('fault-form').onsubmit = async (event) => {
  event.preventDefault()
  const kind = $('kind').value
  const { parameter } = faultKinds[kind]
  const fault = { kind, times: $('times').value ? Number($('times').value) : null }
  if (parameter) fault[parameter.name] = parameter.number ? Number($('param').value) : $('param').value
  if (kind === 'error') fault.name = $('error').value
  const fresh = (await call('GET', 'lines')).data.find((one) => one.id === line.id)
  await setFaults([...(fresh?.faults ?? []), fault])
}

setInterval(async () => {
  if (!line?.faults.length) return
  const fresh = (await call('GET', 'lines').catch(() => ({ data: [] }))).data.find(
    (one) => one.id === line.id,
  )
  if (fresh && JSON.stringify(fresh.faults) !== JSON.stringify(line.faults)) {
    line = fresh
    showFaults()
  }
}, 2000)

showLines(decodeURIComponent(location.hash.slice(1))).catch(complain)
