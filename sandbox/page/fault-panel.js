// The panel in which faults are added, seen and taken off.
import { $, call, complain, element, linePath } from './dom.js'
import { faultKinds, sentence } from './faults.js'

const lookEveryMs = 2000
let line

/** Shows the faults of a line, and follows them as they are used up. */
export function showFaults(shown) {
  line = shown
  $('error').replaceChildren(...line.errors.map((name) => new Option(name)))
  showArmed()
}

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

function showArmed() {
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

async function setFaults(faults) {
  try {
    line = await call('PUT', linePath(line, '/faults'), faults)
    complain()
  } catch (error) {
    complain(error)
  }
  showArmed()
}

/** The line as it is now: messages may have used faults up. */
async function look() {
  const { data } = await call('GET', 'lines')
  const fresh = data.find((one) => one.id === line.id)
  if (!fresh || JSON.stringify(fresh.faults) === JSON.stringify(line.faults)) return
  line = fresh
  showArmed()
}

$('fault-form').onsubmit = async (event) => {
  event.preventDefault()
  const kind = $('kind').value
  const { parameter } = faultKinds[kind]
  const fault = { kind, times: $('times').value ? Number($('times').value) : null }
  if (parameter) fault[parameter.name] = parameter.number ? Number($('param').value) : $('param').value
  if (kind === 'error') fault.name = $('error').value
  await look().catch(complain)
  await setFaults([...line.faults, fault])
}

setInterval(() => {
  if (line?.faults.length) look().catch(() => undefined)
}, lookEveryMs)
