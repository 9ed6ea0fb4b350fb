import { lookup } from 'node:dns/promises'
import { createServer } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type Finding, fine, problem, warning, wordsOf } from './finding.ts'

const ANSWER_TIMEOUT_MS = 5_000

/** The public URL's form, its name, and, while the gateway runs, whether it answers there. */
export async function checkPublicUrl(publicUrl: string, gatewayRuns: boolean): Promise<Finding> {
  const check = 'public URL'
  const url = new URL(publicUrl)
  const set = 'Set TRUNKLINE_PUBLIC_URL to the https address under which the internet reaches this gateway.'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  let addresses: string[]
  try {
    addresses = (await lookup(host, { all: true })).map((each) => each.address)
  } catch (error) {
    return problem(
      check,
      `${publicUrl}: the name cannot be resolved (${wordsOf(error)}).`,
      'Create the DNS record, or mend TRUNKLINE_PUBLIC_URL.',
    )
  }
  if (addresses.every((address) => ipaddr.process(address).range() === 'loopback')) {
    return warning(check, `${publicUrl} leads to this machine only: no carrier can reach it.`, set)
  }
  if (url.protocol !== 'https:') {
    return warning(
      check,
      `${publicUrl} is not https: messages and passwords travel in the clear.`,
      `${set} See docs/operations.md for a reverse proxy.`,
    )
  }
  if (!gatewayRuns) return fine(check, `${publicUrl} resolves to ${addresses.join(', ')}.`)
  try {
    const { status } = await fetch(`${publicUrl}/healthz`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    if (status === 200) return fine(check, `${publicUrl} leads to this gateway.`)
    return warning(
      check,
      `${publicUrl}/healthz answers ${status}.`,
      'Check that the reverse proxy passes every path on to the gateway.',
    )
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error
    return warning(
      check,
      `${publicUrl} does not answer from here: ${wordsOf(cause)}.`,
      'Check the reverse proxy, its certificate and the firewall.',
    )
  }
}

/** Whether the gateway can listen there, or does already. */
export async function checkPort(
  setting: string,
  host: string,
  port: number,
  gatewayRuns: boolean,
): Promise<Finding> {
  const check = `port ${port}`
  const error = await listenError(host, port)
  if (error === undefined) return fine(check, `${host}:${port} is free.`)
  if (error.code === 'EADDRINUSE' && gatewayRuns)
    return fine(check, `${host}:${port} is in use; a gateway runs.`)
  const mends: Record<string, string> = {
    EADDRINUSE: `Stop the program that listens there (ss -ltnp 'sport = :${port}'), or set ${setting} to another port.`,
    EACCES: `Ports below 1024 need a privilege. Set ${setting} to a higher one and put a reverse proxy in front.`,
    EADDRNOTAVAIL: 'This machine has no such address. 0.0.0.0 listens on all of them, 127.0.0.1 on loopback.',
  }
  return problem(
    check,
    `${host}:${port} cannot be used: ${wordsOf(error)}.`,
    mends[error.code ?? ''] ?? `Set ${setting} to another port.`,
  )
}

function listenError(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}
