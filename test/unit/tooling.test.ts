import { describe, expect, it } from 'vitest'
import { requireNode } from '../../scripts/lib/node-version.mjs'
import { run } from '../../scripts/lib/run.mjs'
import { exitCode, sum, summaryLine } from '../../scripts/lib/tally.mjs'

describe('the last line of npm test', () => {
  it('adds up steps and leaves out skipped tests where there are none', () => {
    const steps = [
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 40, failed: 2, skipped: 0 },
    ]
    expect(summaryLine(sum(steps))).toBe('41 passed, 2 failed')
    expect(summaryLine(sum([...steps, { passed: 0, failed: 0, skipped: 3 }]))).toBe(
      '41 passed, 2 failed, 3 skipped',
    )
  })

  it('makes the run fail when something failed or nothing passed', () => {
    expect(exitCode({ passed: 3, failed: 0, skipped: 1 })).toBe(0)
    expect(exitCode({ passed: 3, failed: 1, skipped: 0 })).toBe(1)
    expect(exitCode({ passed: 0, failed: 0, skipped: 5 })).toBe(1)
  })
})

describe('the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '26.1.0'])('%s is good', (version) => {
    expect(() => requireNode(version)).not.toThrow()
  })

  it.each(['16.20.2', '18.20.0', '20.18.3'])('%s is refused with a sentence that names both', (version) => {
    expect(() => requireNode(version)).toThrow(`needs Node 20.19 or newer; this is Node ${version}`)
  })
})

describe('a program that is run', () => {
  it('gives its code and both its streams', async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3'
    const { code, output } = await run(process.execPath, ['-e', script])
    expect(code).toBe(3)
    expect(output.split('\n').sort()).toEqual(['', 'err', 'out'])
  })

  it('is stopped at its time limit, and a missing one gives 127', async () => {
    const late = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 200 })
    expect(late.code).not.toBe(0)
    expect(late.output).toContain('did not end within')
    expect((await run('no-such-program', [])).code).toBe(127)
  })
})
