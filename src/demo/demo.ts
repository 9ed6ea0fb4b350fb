import { addDemo, type DemoParts } from './add-demo.ts'
import { people } from './people.ts'
import { demoSandbox, type RunningSandbox, reopenAccounts } from './sandbox.ts'
import { demoLines, holdsData } from './state.ts'

export interface DemoOptions {
  readonly parts: DemoParts
  /** Where this machine reaches the gateway, without a slash at the end. */
  readonly gatewayUrl: string
  /** Starts the sandbox, on loopback alone. */
  startSandbox(): Promise<RunningSandbox>
}

/** The demo of one running gateway. The sandbox runs as long as a channel of the demo is there. */
export interface Demo {
  /** Whether the demo can be added: nobody has worked here yet. */
  isOffered(): Promise<boolean>
  /** Adds the demo and answers what its owner must be told, the password of its people above all. */
  add(): Promise<string[]>
  /** At each start: brings the sandbox up again where the demo is. Answers whether it is. */
  resume(): Promise<boolean>
  /** Address of the handset page; undefined while no sandbox runs. */
  handsetUrl(): string | undefined
  close(): Promise<void>
}

export function createDemo({ parts, gatewayUrl, startSandbox }: DemoOptions): Demo {
  const { db } = parts.store
  let sandbox: RunningSandbox | undefined

  async function running() {
    sandbox ??= await startSandbox()
    return demoSandbox(sandbox, gatewayUrl)
  }

  return {
    isOffered: async () => !(await holdsData(db)),
    async add() {
      const { password } = await addDemo(parts, await running())
      return [
        `The demo was added. Its people all have the password ${password}`,
        ...Object.values(people).map(({ email, name, role }) => `  ${email.padEnd(18)}  ${name}, ${role}`),
      ]
    },
    async resume() {
      const lines = await demoLines(db)
      if (lines.length === 0) return false
      await reopenAccounts(parts, await running(), lines, parts.now())
      return true
    },
    handsetUrl: () => sandbox?.url,
    close: async () => sandbox?.close(),
  }
}
