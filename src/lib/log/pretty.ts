/** One JSON log line as a person reads it: `04:12:33.120 warn  The channel's check failed channel_id=3`. */
export function prettyLine(json: string): string {
  const { level, time, msg, error, ...fields } = JSON.parse(json) as Record<string, unknown>
  const clock = String(time).slice(11, 23)
  const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${shown(value)}`)
  return `${clock} ${String(level).padEnd(5)} ${msg}${rest.join('')}${error ? errorLines(error) : ''}\n`
}

function shown(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)
}

function errorLines(error: unknown): string {
  const { type, code, message, stack, cause } = error as Record<string, unknown>
  const head = [type, code, message].filter((part) => part !== undefined).join(' ')
  const places = Array.isArray(stack) ? stack.map((place) => `\n      at ${place}`) : []
  return `\n    ${head}${places.join('')}${cause ? errorLines(cause) : ''}`
}
