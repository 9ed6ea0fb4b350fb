const quietMs = 15_000

/**
 * Waits for `work` while showing that it goes on: a line that counts the seconds on a terminal, a line every 15 s
 * elsewhere. What `phase` returns is shown beside the time.
 * @template T
 * @param {() => string} phase
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(phase, work) {
  const startedMs = Date.now()
  const live = process.stderr.isTTY === true
  const timer = setInterval(
    () => {
      const line = `  ${phase()}, ${seconds(Date.now() - startedMs)}`
      process.stderr.write(live ? `\r\x1b[K${line}` : `${line}\n`)
    },
    live ? 1000 : quietMs,
  )
  try {
    return await work
  } finally {
    clearInterval(timer)
    if (live) process.stderr.write('\r\x1b[K')
  }
}

/** @param {number} ms */
export function seconds(ms) {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`
}
