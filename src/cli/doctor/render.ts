import type { Finding } from './finding.ts'

/** The findings as a person reads them, the remedy under each that needs one. */
export function renderFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length))
  const lines = findings.flatMap(({ check, state, detail, mend }) => [
    `${state.padEnd(7)}  ${check.padEnd(width)}  ${detail}`,
    ...(mend === undefined ? [] : [`${' '.repeat(9 + width + 2)}→ ${mend}`]),
  ])
  const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length
  return [...lines, '', `${count('problem')} problems, ${count('warning')} warnings.`, ''].join('\n')
}

/** 1 where something keeps the gateway from working. */
export function exitCodeOf(findings: readonly Finding[]): number {
  return findings.some(({ state }) => state === 'problem') ? 1 : 0
}
