import { describe, expect, it } from 'vitest'
import { createLog, type LogOptions } from '../../src/lib/log/log.ts'
import { newRequestId } from '../../src/lib/log/request-id.ts'
import { maskNumber } from '../../src/lib/mask-number.ts'
import { Secret } from '../../src/lib/secret.ts'

function capture(options: Partial<LogOptions> = {}) {
  const lines: string[] = []
  const output = { write: (line: string) => lines.push(line) }
  const log = createLog({ level: 'debug', format: 'json', output, ...options })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> }
}

function thrownBy(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

describe('a log line', () => {
  it('is one JSON object with time, level, sentence and fields', () => {
    const { log, last } = capture()
    log.with({ requestId: 'r-1' }).info('Message accepted.', { channelId: 3, provider: 'generic', ms: 1.5 })
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      request_id: 'r-1',
      msg: 'Message accepted.',
      channel_id: 3,
      provider: 'generic',
      ms: 1.5,
    })
  })

  it('is not written below the level', () => {
    const { log, lines } = capture({ level: 'warn' })
    log.info('x')
    log.warn('y')
    expect(lines).toHaveLength(1)
  })

  it('is readable on a terminal', () => {
    const { log, lines } = capture({ format: 'pretty' })
    log.error('The send failed.', {
      channelId: 3,
      reason: 'two words',
      error: new Error('broken', { cause: new Error('why') }),
    })
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} error The send failed\. channel_id=3 reason="two words"\n {4}Error broken\n {6}at /,
    )
    expect(lines[0]).toContain('Error why')
  })
})

describe('nothing secret or personal gets into a log', () => {
  // Each text is planted in every place a careless call could put it.
  const planted = {
    text: 'canary my diagnosis is private',
    number: '+12025550101',
    token: '0123456789abcdef0123456789abcdef',
    apiKey: 'sk_live_canaryCANARYcanaryCANARYcanary012345678',
    bearer: 'Bearer canary-credential',
    address: 'postgres://trunkline:canary-password@db.example.com/x',
  }
  const stranger = (fields: object) => fields as never

  it('through fields that do not exist', () => {
    const { log, lines, last } = capture()
    log.error(
      'Odd.',
      stranger({ text: planted.text, body: { text: planted.text }, headers: { a: planted.bearer } }),
    )
    log.with(stranger({ credentials: planted.apiKey })).error('Odd.')
    expect(lines.join('')).not.toMatch(/canary|CANARY/)
    expect(last().dropped).toEqual(['credentials'])
  })

  it('through fields that exist', () => {
    const { log, lines } = capture()
    for (const value of [planted.number, planted.token, planted.apiKey, planted.bearer, planted.address]) {
      log.info('Odd.', {
        reason: `before ${value} after`,
        url: `https://x.example/webhook/${value}`,
        from: value,
        to: value,
      })
      log.info(`Odd ${value}.`)
      log.info('Odd.', { messageId: value as never, error: new Error(`no such thing: ${value}`) })
    }
    log.info('Odd.', {
      url: 'https://x.example/?to=%2B12025550101',
      reason: `${'x'.repeat(290)}${planted.token}`,
    })
    const written = lines.join('')
    expect(written).not.toMatch(/canary|CANARY|2025550|0123456789abcdef0123/)
    expect(written).toContain('+1…101')
    expect(written).toContain('before')
  })

  it('through the errors of parsers and databases', () => {
    const { log, lines } = capture()
    const database = Object.assign(new Error(`invalid input syntax for type bigint: "${planted.text}"`), {
      code: '22P02',
      detail: `Key (text)=(${planted.text}) already exists.`,
      parameters: [planted.text],
    })
    for (const error of [
      thrownBy(() => JSON.parse(planted.text)),
      database,
      planted.text,
      { text: planted.text },
    ]) {
      log.error('It failed.', { error: new Error('outer', { cause: error }) })
      log.error('It failed.', { error })
    }
    expect(lines.join('')).not.toMatch(/canary|diagnosis/)
    expect(lines.join('')).toContain('22P02')
  })

  it('through a Secret', () => {
    const { log, lines } = capture()
    log.info('Odd.', { name: new Secret('canary') as never })
    expect(lines.join('')).toContain('[secret]')
    expect(lines.join('')).not.toContain('canary')
  })
})

it.each(['json', 'pretty'] as const)(
  'what comes from outside cannot forge or colour a line (%s)',
  (format) => {
    const { log, lines } = capture({ format })
    const hostile = 'a\r\n{"level":"info"}\u001b[31mred\u009b2J\u2028\u202egnp\u0000'
    log.info(hostile, { reason: hostile, requestId: hostile, ip: hostile, error: new Error(hostile) })
    expect(lines).toHaveLength(1)
    const line = lines[0]?.replace(/\n {4,6}/g, '').slice(0, -1)
    for (const character of ['\r', '\n', '\u001b', '\u009b', '\u2028', '\u202e', '\0']) {
      expect(line).not.toContain(character)
    }
  },
)

it('ordinary texts stay readable', () => {
  const { log, last } = capture()
  const reason =
    'HTTP 503 after 12000 ms from 192.0.2.7:8443 at 2026-11-21T04:12:33.120Z, request 4f5e6a7b8c9d-1z'
  log.info('Fine.', { reason })
  expect(last().reason).toBe(reason)
})

it.each([
  ['+12025550101', '+1…101'],
  ['+447911123456', '+44…456'],
  ['+8613812345678', '+86…678'],
  ['+35312345678', '+353…678'],
  ['+77012345678', '+7…678'],
  ['psid-1234567890', '…890'],
  ['32665', '…'],
  ['', '…'],
])('%s is shown as %s', (number, shown) => {
  expect(maskNumber(number)).toBe(shown)
})

it('request ids do not repeat', () => {
  const ids = new Set(Array.from({ length: 1000 }, newRequestId))
  expect(ids.size).toBe(1000)
})
