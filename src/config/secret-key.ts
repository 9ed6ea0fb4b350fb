import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import type { Secret } from '../lib/secret.ts'
import { dataPaths } from './data-paths.ts'

export type KeyFound =
  | { readonly ok: true; readonly bytes: Buffer; readonly from: 'environment' | 'file' | 'made' }
  | { readonly ok: false; readonly problem: string }

export interface KeySource {
  /** TRUNKLINE_SECRET_KEY. */
  readonly given: Secret | undefined
  readonly dataDir: string
  /**
   * True where the data directory holds a SQLite database already: then a missing key is lost, and none is made. False with
   * PostgreSQL, whose first start finds a database that is there and empty.
   */
  readonly databaseExists: boolean
}

/**
 * The 32 bytes that protect the stored credentials: from the environment, else from `secret.key` in the data directory,
 * which the first start makes (mode 0600). Refuses a file that others can read, a sample value and a lost key.
 */
export function findSecretKey({ given, dataDir, databaseExists }: KeySource): KeyFound {
  if (given) return parseKey(given.reveal(), 'environment')
  const file = dataPaths(dataDir).secretKey
  if (existsSync(file)) return readKeyFile(file)
  if (databaseExists) {
    return refuse(
      `${file} is missing, but there is a database whose credentials it sealed. Put the file back, or set the TRUNKLINE_SECRET_KEY that was used before.`,
    )
  }
  makeKeyFile(file)
  const found = readKeyFile(file)
  return found.ok ? { ...found, from: 'made' } : found
}

function readKeyFile(file: string): KeyFound {
  const fd = openSync(file, 'r')
  try {
    const othersMayRead = (fstatSync(fd).mode & 0o077) !== 0
    if (othersMayRead && process.platform !== 'win32') {
      return refuse(`${file} can be read by other users of this machine. Run: chmod 600 ${file}`)
    }
    return parseKey(readFileSync(fd, 'utf8'), 'file', file)
  } finally {
    closeSync(fd)
  }
}

/** Whole or not at all: a crash leaves no half-written key, and of two starts at once one key wins. */
function makeKeyFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.new`
  const fd = openSync(draft, 'w', 0o600)
  writeSync(fd, `${randomBytes(32).toString('base64')}\n`)
  fsyncSync(fd)
  closeSync(fd)
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}

function parseKey(text: string, from: 'environment' | 'file', name = 'TRUNKLINE_SECRET_KEY'): KeyFound {
  const bytes = decodeKey(text.trim())
  if (!bytes) {
    return refuse(
      `${name} must hold 32 bytes, as base64 or as 64 hex digits. Make one with: openssl rand -base64 32`,
    )
  }
  if (looksMadeUp(bytes)) {
    return refuse(
      `${name} holds a sample value or words, not random bytes. Make one with: openssl rand -base64 32`,
    )
  }
  return { ok: true, bytes, from }
}

function decodeKey(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  // 43 characters hold 32 bytes; both base64 alphabets, with or without the filling.
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined
}

/** Few different bytes, a counting row, or text only: one chance in 10^13 or less that random bytes look so. */
function looksMadeUp(bytes: Buffer): boolean {
  const steps = bytes.subarray(1).map((byte, i) => byte - bytes[i]!)
  return (
    new Set(bytes).size < 16 ||
    new Set(steps).size === 1 ||
    bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
  )
}

const refuse = (problem: string): KeyFound => ({ ok: false, problem })
