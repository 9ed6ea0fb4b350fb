/** Prints rows as a Markdown table, so that a run can be pasted into docs/performance.md. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const lines = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)))
  const print = (line: readonly string[]) =>
    console.log(`| ${widths.map((width, i) => (line[i] ?? '').padEnd(width)).join(' | ')} |`)
  const [first = [], ...rest] = lines
  print(first)
  console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`)
  for (const line of rest) print(line)
  console.log()
}

/** One goal of docs/performance.md, met or not. */
export function printGoal(words: string, met: boolean): void {
  console.log(`${met ? 'met   ' : 'MISSED'}  ${words}`)
}
