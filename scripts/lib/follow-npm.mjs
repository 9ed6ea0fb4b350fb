const lookMs = 500

/**
 * Under npm, asks this process to stop (SIGTERM) when the shell that npm started for it is gone. npm hands a SIGTERM to
 * that shell alone, which ends without telling anybody: without this the gateway would run on, unowned.
 */
export function followNpm() {
  const shell = process.ppid
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, lookMs)
  timer.unref()
}
