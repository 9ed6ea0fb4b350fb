/** A failure with a sentence for the person at the terminal, and what the failed program printed. */
export class SetupFailure extends Error {
  /**
   * @param {string} sentence what went wrong and what to do
   * @param {string} [output] the failed program's output; its first and last lines are shown
   */
  constructor(sentence, output = '') {
    super(sentence)
    this.output = output
  }
}

/**
 * Runs a script's main function. A SetupFailure is told as a sentence after the program's output; the process then
 * ends with code 1. Any other error is a bug and keeps its stack.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error
    if (error.output.trim() !== '') console.error(endsOf(error.output.trimEnd().split('\n')))
    console.error(`\n${error.message}`)
    process.exit(1)
  }
}

/**
 * Programs give the reason first or last, and much between.
 * @param {readonly string[]} lines
 */
function endsOf(lines) {
  const [first, last] = [20, 30]
  return (lines.length > first + last ? [...lines.slice(0, first), '…', ...lines.slice(-last)] : lines).join(
    '\n',
  )
}
