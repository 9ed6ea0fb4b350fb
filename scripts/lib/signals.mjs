const codes = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })

/**
 * Makes a signal end this process through `exit`, so that the programs it started (see run.mjs) end with it. Without this
 * a Ctrl-C would leave npm or a compiler at work, in the way of the next start. The answer undoes it.
 */
export function exitOnSignals() {
  const listeners = Object.entries(codes).map(
    ([signal, code]) => /** @type {const} */ ([signal, () => process.exit(code)]),
  )
  for (const [signal, listener] of listeners) process.once(signal, listener)
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener)
  }
}
