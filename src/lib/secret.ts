import { inspect } from 'node:util'

const shown = '[secret]'

/**
 * A value that must not be shown. However it is printed (string, JSON, inspect, template) it reads `[secret]`;
 * only `reveal()` gives the value, so that each use can be found by searching for that word.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  [inspect.custom](): string {
    return shown
  }
}
