type LogLine = (fields: Readonly<Record<string, unknown>>, message: string) => void

/** Where log lines go. Fields are named one by one by the caller: no bodies, no headers, no secrets, no full numbers. */
export interface Logger {
  readonly debug: LogLine
  readonly info: LogLine
  readonly warn: LogLine
  readonly error: LogLine
}
