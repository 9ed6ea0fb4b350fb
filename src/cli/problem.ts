/** A command cannot do what was asked; the message says why and what to do, without a stack. */
export class CliProblem extends Error {}
