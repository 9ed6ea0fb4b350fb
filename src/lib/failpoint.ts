/**
 * Named places where a test can make the process die, fail or wait. Armed by TRUNKLINE_FAILPOINT as
 * `name:hit:action` with action `kill`, `throw` or `delay`, for example `I5:3:kill`: the third time I5 is reached, the
 * process kills itself with SIGKILL. Unarmed it costs one comparison.
 */
let armed: { readonly name: string; readonly action: string; left: number } | undefined

export function armFailpoint(spec: string | undefined): void {
  if (!spec) {
    armed = undefined
    return
  }
  const [name = '', hit = '1', action = 'kill'] = spec.split(':')
  armed = { name, action, left: Number(hit) }
}

export function failpoint(name: string): void {
  if (armed === undefined || armed.name !== name) return
  armed.left--
  if (armed.left !== 0) return
  if (armed.action === 'throw') throw new Error(`failpoint ${name}`)
  if (armed.action === 'kill') process.kill(process.pid, 'SIGKILL')
  if (armed.action === 'delay') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
}
