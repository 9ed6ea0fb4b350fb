/** A failure with a sentence for the person at the terminal, and what the failed program printed. */
export class SetupFailure extends Error {
  /**
   * @param {string} sentence what went wrong and what to do
   * @param {string} [output] the failed program's output; its tail is shown
   */
  constructor(sentence, output = '') {
    super(sentence)
    this.output = output
  }
}

/**
 * Runs a script's main function. A SetupFailure is told as a sentence after the output's last lines; the process then
 * ends with code 1. Any other error is a bug and keeps its stack.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error
    const tail = error.output.trimEnd().split('\n').slice(-30).join('\n')
    if (tail !== '') console.error(tail)
    console.error(`\n${error.message}`)
    process.exit(1)
  }
}
