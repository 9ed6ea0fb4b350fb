// The handset: one customer's phone, and the line behind it.
import { answer, compose } from './composer.js'
import { $, call, complain, element, linePath } from './dom.js'
import { showFaults } from './fault-panel.js'
import { listen, offer, ownNumber } from './thread.js'

let line

async function showLines(wanted) {
  const { data } = await call('GET', 'lines')
  $('line').replaceChildren(...data.map((one) => new Option(one.name, one.id)))
  const chosen = data.find((one) => one.id === wanted) ?? data[0]
  if (!chosen) throw new Error('The sandbox has no line yet.')
  $('line').value = chosen.id
  showLine(chosen)
  listen(linePath(line, '/stream'))
}

function showLine(shown) {
  // Whoever has not chosen a person plays the carrier's example of one.
  if (!line || $('own').value === line.customer) $('own').value = shown.customer
  line = shown
  document.body.dataset.look = line.provider
  $('read').hidden = !line.read_marks
  answer()
  offer(line.reactions ? { react, reply: answer } : {})
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
  showFaults(line)
}

function accountRow(name, value) {
  const copy = element('button', 'Copy', 'quiet copy')
  copy.type = 'button'
  copy.ariaLabel = `Copy ${name}`
  copy.onclick = async () => {
    await navigator.clipboard?.writeText(value)
    copy.textContent = 'Copied'
  }
  const row = element('dd', '')
  row.append(element('code', value || '(none)'), copy)
  return [element('dt', name), row]
}

$('line').onchange = () => showLines($('line').value).catch(complain)

$('line-form').onsubmit = async (event) => {
  event.preventDefault()
  const numbers = $('numbers')
    .value.split(/[\s,]+/)
    .filter(Boolean)
  try {
    showLine(await call('PATCH', linePath(line), { webhook_url: $('webhook').value.trim(), numbers }))
    $('saved').textContent = 'Saved'
    setTimeout(() => {
      $('saved').textContent = ''
    }, 2000)
  } catch (error) {
    complain(error)
  }
}

const react = ({ message_id }, emoji) =>
  call('POST', linePath(line, '/reactions'), { message_id, emoji }).catch(complain)

$('read').onclick = () => call('POST', linePath(line, '/read'), { customer: ownNumber() }).catch(complain)

compose((message) =>
  call('POST', linePath(line, '/messages'), { from: ownNumber(), to: $('business').value, ...message }),
)

showLines(decodeURIComponent(location.hash.slice(1))).catch(complain)
