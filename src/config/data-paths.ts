import path from 'node:path'

/** What lies in the data directory. */
export interface DataPaths {
  /** SQLite's file; absent with PostgreSQL. */
  readonly database: string
  /** Files of messages, by content. */
  readonly media: string
  readonly secretKey: string
}

export function dataPaths(dataDir: string): DataPaths {
  return {
    database: path.join(dataDir, 'trunkline.db'),
    media: path.join(dataDir, 'media'),
    secretKey: path.join(dataDir, 'secret.key'),
  }
}
