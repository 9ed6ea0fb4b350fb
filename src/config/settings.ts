import type { Setting } from './setting.ts'

/**
 * Every setting there is. The configuration has the same shape (`config.server.port`), `.env.example` and
 * `docs/configuration.md` are written from it (`npm run docs`), and any other `TRUNKLINE_*` stops the start.
 */
export const settings = {
  server: {
    port: {
      env: 'TRUNKLINE_PORT',
      type: 'integer',
      min: 0,
      max: 65535,
      default: 8080,
      help: 'TCP port of the web app, the API and the webhooks. 0 takes any free port.',
    },
    host: {
      env: 'TRUNKLINE_HOST',
      type: 'text',
      default: '0.0.0.0',
      help: 'Address to listen on. 127.0.0.1 where a reverse proxy on the same machine is the only caller.',
    },
    publicUrl: {
      env: 'TRUNKLINE_PUBLIC_URL',
      type: 'url',
      schemes: ['http', 'https'],
      origin: true,
      default: 'http://localhost:<port>',
      example: 'https://messages.example.com',
      help: 'The address under which browsers and carriers reach the gateway: scheme, host and port, no path. Webhook addresses, links to files and cookie safety follow from it.',
    },
    trustProxy: {
      env: 'TRUNKLINE_TRUST_PROXY',
      type: 'cidrs',
      example: '127.0.0.1, 10.0.0.0/8',
      help: 'Reverse proxies whose X-Forwarded-For header is believed. From anybody else the header is ignored.',
    },
    hsts: {
      env: 'TRUNKLINE_HSTS',
      type: 'flag',
      default: false,
      help: 'Tells browsers to use https only for this host name for half a year (Strict-Transport-Security).',
    },
    bodyMaxBytes: {
      env: 'TRUNKLINE_BODY_MAX_BYTES',
      type: 'integer',
      min: 16_384,
      max: 16_777_216,
      default: 262_144,
      help: 'Largest body of an API call. File uploads have their own limit, TRUNKLINE_MEDIA_MAX_BYTES.',
    },
    webhookBodyMaxBytes: {
      env: 'TRUNKLINE_WEBHOOK_BODY_MAX_BYTES',
      type: 'integer',
      min: 16_384,
      max: 16_777_216,
      default: 4_194_304,
      help: "Largest body of a webhook; a provider's own limit counts where it is smaller. Where a carrier puts files into its webhooks, room for them comes on top.",
    },
    stopTimeoutSeconds: {
      env: 'TRUNKLINE_STOP_TIMEOUT_SECONDS',
      type: 'integer',
      min: 1,
      max: 300,
      default: 10,
      help: 'How long a stop waits for requests and sends in flight before it cuts them off.',
    },
  },
  storage: {
    dataDir: {
      env: 'TRUNKLINE_DATA_DIR',
      type: 'text',
      default: './data',
      help: 'Directory of the SQLite file, the media files and secret.key. Made where it is missing.',
    },
    databaseUrl: {
      env: 'TRUNKLINE_DATABASE_URL',
      type: 'url',
      schemes: ['postgres', 'postgresql'],
      secret: true,
      example: 'postgres://trunkline:password@db.example.com:5432/trunkline',
      help: 'PostgreSQL database. Unset, a SQLite file trunkline.db in the data directory is used.',
    },
    sqliteSynchronous: {
      env: 'TRUNKLINE_SQLITE_SYNCHRONOUS',
      type: 'choice',
      choices: ['FULL', 'NORMAL'],
      default: 'FULL',
      help: 'FULL: what was acknowledged to a carrier survives a power cut. NORMAL: faster, and the last moments before a power cut can be lost.',
    },
    mediaMaxBytes: {
      env: 'TRUNKLINE_MEDIA_MAX_BYTES',
      type: 'integer',
      min: 1_024,
      max: 2_147_483_648,
      default: 104_857_600,
      help: 'Largest file that is taken in from carriers or uploaded by agents.',
    },
    mediaKeepHours: {
      env: 'TRUNKLINE_MEDIA_KEEP_HOURS',
      type: 'integer',
      min: 1,
      max: 87_600,
      default: 72,
      help: 'How long files of conversations are kept, and carriers can fetch them.',
    },
    rawRequestKeepDays: {
      env: 'TRUNKLINE_RAW_REQUEST_KEEP_DAYS',
      type: 'integer',
      min: 1,
      max: 365,
      default: 7,
      help: 'How long webhooks that were accepted, released or discarded are kept as they came, for replay.',
    },
    quarantineKeepDays: {
      env: 'TRUNKLINE_QUARANTINE_KEEP_DAYS',
      type: 'integer',
      min: 1,
      max: 3_650,
      default: 90,
      help: 'How long a refused webhook waits in quarantine for somebody to release or discard it; then it is removed for good.',
    },
    auditKeepDays: {
      env: 'TRUNKLINE_AUDIT_KEEP_DAYS',
      type: 'integer',
      min: 30,
      max: 36_500,
      default: 400,
      help: 'How long the audit trail tells who did what.',
    },
  },
  security: {
    secretKey: {
      env: 'TRUNKLINE_SECRET_KEY',
      type: 'text',
      secret: true,
      help: "Master key that encrypts the channels' credentials: 32 bytes as base64 or 64 hex digits (`openssl rand -base64 32`). Unset, it is made once and kept in secret.key in the data directory.",
    },
    sessionIdleHours: {
      env: 'TRUNKLINE_SESSION_IDLE_HOURS',
      type: 'integer',
      min: 1,
      max: 720,
      default: 12,
      help: 'A sign-in ends after this long without use.',
    },
    sessionMaxDays: {
      env: 'TRUNKLINE_SESSION_MAX_DAYS',
      type: 'integer',
      min: 1,
      max: 365,
      default: 7,
      help: 'A sign-in ends after this long in any case.',
    },
    allowPrivateAddresses: {
      env: 'TRUNKLINE_ALLOW_PRIVATE_ADDRESSES',
      type: 'flag',
      default: false,
      help: 'Lets the gateway call private and loopback addresses over http or https, as the sandbox and tests need. Leave it off in production.',
    },
    outboundAllowCidrs: {
      env: 'TRUNKLINE_OUTBOUND_ALLOW_CIDRS',
      type: 'cidrs',
      example: '10.20.0.0/16',
      help: 'Private networks that the gateway may call, for a carrier gateway inside your own network. Cloud metadata addresses stay refused.',
    },
  },
  firstRun: {
    adminEmail: {
      env: 'TRUNKLINE_ADMIN_EMAIL',
      type: 'text',
      pattern: { regex: /[^\s@]+@[^\s@]+/, words: 'an e-mail address' },
      example: 'admin@example.com',
      help: 'E-mail address of the administrator that the first start creates. Not used once there is one. Unset, the first-run page asks.',
    },
    adminPassword: {
      env: 'TRUNKLINE_ADMIN_PASSWORD',
      type: 'text',
      secret: true,
      pattern: { regex: /.{12,}/s, words: 'at least 12 characters' },
      help: 'Password of that administrator, at least 12 characters. Set it together with the e-mail address.',
    },
  },
  sending: {
    timeoutMs: {
      env: 'TRUNKLINE_SEND_TIMEOUT_MS',
      type: 'integer',
      min: 1_000,
      max: 120_000,
      default: 30_000,
      help: "How long one request to a carrier may take; a provider's own limit counts where it is shorter.",
    },
    giveUpMinutes: {
      env: 'TRUNKLINE_SEND_GIVE_UP_MINUTES',
      type: 'integer',
      min: 1,
      max: 10_080,
      default: 60,
      help: 'How long a message that certainly was not sent is tried again before it fails.',
    },
    messagingLimitWaitHours: {
      env: 'TRUNKLINE_MESSAGING_LIMIT_WAIT_HOURS',
      type: 'integer',
      min: 1,
      max: 336,
      default: 72,
      help: "How long a message waits for a place under its account's messaging limit (WhatsApp) before it fails.",
    },
    checkIntervalMinutes: {
      env: 'TRUNKLINE_CHECK_INTERVAL_MINUTES',
      type: 'integer',
      min: 1,
      max: 1_440,
      default: 10,
      help: "How often each channel's credentials are checked with the carrier.",
    },
  },
  logs: {
    level: {
      env: 'TRUNKLINE_LOG_LEVEL',
      type: 'choice',
      choices: ['debug', 'info', 'warn', 'error', 'silent'],
      default: 'info',
      help: 'The least serious lines that are written. Texts, files and full numbers are written at no level.',
    },
    format: {
      env: 'TRUNKLINE_LOG_FORMAT',
      type: 'choice',
      choices: ['auto', 'json', 'pretty'],
      default: 'auto',
      help: 'auto: readable lines on a terminal, one JSON object per line elsewhere.',
    },
  },
  metrics: {
    token: {
      env: 'TRUNKLINE_METRICS_TOKEN',
      type: 'text',
      secret: true,
      pattern: { regex: /\S{16,}/, words: 'at least 16 characters without spaces' },
      help: 'Bearer token that opens /metrics on the main port. Unset, /metrics answers there only to this machine, and only while the public URL is a loopback address.',
    },
    port: {
      env: 'TRUNKLINE_METRICS_PORT',
      type: 'integer',
      min: 1,
      max: 65535,
      example: '9464',
      help: 'Serves /metrics without a token on a port of its own. Unset, there is no such port.',
    },
    host: {
      env: 'TRUNKLINE_METRICS_HOST',
      type: 'text',
      default: '127.0.0.1',
      help: 'Address that the metrics port listens on.',
    },
  },
  trying: {
    sandboxPort: {
      env: 'TRUNKLINE_SANDBOX_PORT',
      type: 'integer',
      min: 0,
      max: 65535,
      default: 8090,
      help: 'TCP port of the sandbox (simulated carriers and the handset page) when it is started with --demo.',
    },
    failpoint: {
      env: 'TRUNKLINE_FAILPOINT',
      type: 'text',
      help: 'For the crash tests only: where in the code the process kills itself, fails or waits, as name:hit:action. Never set it elsewhere.',
    },
  },
} as const satisfies Record<string, Record<string, Setting>>

/** The groups in the order of the reference page, with their headings. */
export const groupTitles: Record<keyof typeof settings, string> = {
  server: 'Addresses and the web server',
  storage: 'Storage',
  security: 'Security',
  firstRun: 'First administrator',
  sending: 'Sending',
  logs: 'Logs',
  metrics: 'Metrics',
  trying: 'Trying and testing',
}

/** All rows, without their groups. */
export const allSettings: readonly Setting[] = Object.values(settings).flatMap((group) =>
  Object.values(group),
)
