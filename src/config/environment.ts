import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import type { Environment } from './load.ts'

/**
 * The process's variables, and beneath them those of a `.env` file in `directory` where there is one:
 * a variable that the process already has wins, even when it is empty.
 */
export function readEnvironment(directory: string, processVariables: Environment): Environment {
  return { ...readDotEnv(path.join(directory, '.env')), ...processVariables }
}

function readDotEnv(file: string): Environment {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  return parseEnv(text) as Environment
}
