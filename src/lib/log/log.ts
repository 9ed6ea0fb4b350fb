import { type Logger, pino } from 'pino'
import { type LogFields, shownFields } from './fields.ts'
import { prettyLine } from './pretty.ts'
import { scrub } from './scrub.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * The process's log. The sentence is fixed text; what varies goes into the fields, which are a closed list (`fields.ts`).
 * `with` gives a log that adds fields to every line, for example the request's id.
 */
export interface Log extends Record<LogLevel, (sentence: string, fields?: LogFields) => void> {
  with(fields: LogFields): Log
}

export interface LogOptions {
  readonly level: LogLevel | 'silent'
  /** `auto`: readable lines on a terminal, JSON elsewhere. */
  readonly format: 'auto' | 'json' | 'pretty'
  /** Where whole lines go; standard output unless given. */
  readonly output?: { write(line: string): unknown; readonly isTTY?: boolean }
}

export function createLog({ level, format, output = process.stdout }: LogOptions): Log {
  const pretty = format === 'pretty' || (format === 'auto' && output.isTTY === true)
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    pretty
      ? { write: (line) => void output.write(prettyLine(line)) }
      : { write: (line) => void output.write(line) },
  )
  return wrap(logger)
}

function wrap(logger: Logger): Log {
  const writer = (level: LogLevel) => (sentence: string, fields?: LogFields) => {
    if (logger.isLevelEnabled(level)) logger[level](fields ? shownFields(fields) : {}, scrub(sentence))
  }
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    with: (fields) => wrap(logger.child(shownFields(fields))),
  }
}
