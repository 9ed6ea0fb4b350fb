import type { Finding } from './finding.ts'

/** The findings as a person reads them, the remedy under each that needs one. */
export function renderFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length))
  const lines = findings.flatMap(({ check, state, detail, mend }) => [
    `${state.padEnd(7)}  ${check.padEnd(width)}  ${detail}`,
    ...(mend === undefined ? [] : [`${' '.repeat(9 + width + 2)}→ ${mend}`]),
  ])
  return [...lines, '', `${counted(findings, 'problem')}, ${counted(findings, 'warning')}.`, ''].join('\n')
}

/** `no problems`, `1 problem`, `2 problems`. */
function counted(findings: readonly Finding[], state: Finding['state']): string {
  const { length } = findings.filter((each) => each.state === state)
  return `${length === 0 ? 'no' : length} ${state}${length === 1 ? '' : 's'}`
}

/** 1 where something keeps the gateway from working. */
export function exitCodeOf(findings: readonly Finding[]): number {
  return findings.some(({ state }) => state === 'problem') ? 1 : 0
}
