import type { SettingField, SettingValues } from '../contract/settings.ts'
import type { Deed } from '../core/audit.ts'
import type { ChannelServices } from '../core/channels/channel-services.ts'
import type { Directory } from '../core/channels/directory.ts'
import type { DemoLine } from './state.ts'

/** What the demo asks of the sandbox. */
export interface RunningSandbox {
  readonly url: string
  readonly lines: {
    add(line: {
      id: string
      name: string
      provider: string
      numbers: string[]
      credentials?: Record<string, string>
    }): {
      view(sandboxUrl: string): { readonly api_base_url: string; readonly credentials: SettingValues }
      patch(change: { webhook_url: string }): void
    }
  }
  close(): Promise<void>
}

export interface DemoSandbox {
  /** Opens an account with a simulated carrier; credentials that are not given are made up. */
  open(account: NewAccount): {
    readonly apiBaseUrl: string
    readonly credentials: Record<string, string>
    /** From now on customers' messages go to this channel. */
    deliverTo(webhookUrl: string): void
  }
}

export interface NewAccount {
  readonly id: string
  readonly name: string
  readonly provider: string
  readonly numbers: readonly string[]
  readonly credentials?: Readonly<Record<string, string>>
}

/**
 * The sandbox as the demo uses it. It posts webhooks to `gatewayUrl`, this machine's own address of the gateway, because
 * the public one need not lead back here.
 */
export function demoSandbox(sandbox: RunningSandbox, gatewayUrl: string): DemoSandbox {
  return {
    open({ numbers, credentials, ...account }) {
      const line = sandbox.lines.add({
        ...account,
        numbers: [...numbers],
        ...(credentials ? { credentials: { ...credentials } } : {}),
      })
      const view = line.view(sandbox.url)
      return {
        apiBaseUrl: view.api_base_url,
        credentials: textsOf(view.credentials),
        deliverTo: (webhookUrl) => line.patch({ webhook_url: gatewayUrl + new URL(webhookUrl).pathname }),
      }
    },
  }
}

/** Opens the accounts of the demo's channels anew, with the credentials that the channels have. */
export async function reopenAccounts(
  { channels, directory }: { readonly channels: ChannelServices; readonly directory: Directory },
  sandbox: DemoSandbox,
  lines: readonly DemoLine[],
  now: number,
): Promise<void> {
  await directory.reload()
  for (const { line, channelId } of lines) {
    const entry = directory.byId(channelId)
    // A channel whose secrets cannot be opened any more says so itself, where its administrator looks.
    if (!entry || entry.fault !== null) continue
    const account = sandbox.open({
      id: line,
      name: entry.name,
      provider: entry.provider.id,
      numbers: entry.channel.senders,
      credentials: textsOf(accountOf(entry.channel.values, entry.provider.fields)),
    })
    account.deliverTo(entry.channel.webhookUrl)
    if (entry.channel.values.api_base_url !== account.apiBaseUrl) {
      const deed: Deed = { actorId: null, at: now, ip: null }
      await channels.channels.patch(deed, channelId, { settings: { api_base_url: account.apiBaseUrl } })
    }
  }
}

/** What tells the account at the vendor: its secrets, and what no channel can do without, as the ids at Meta. */
function accountOf(values: SettingValues, fields: readonly SettingField[]): SettingValues {
  const telling = fields.filter(({ secret, required }) => secret || required)
  return Object.fromEntries(telling.map(({ name }) => [name, values[name]]))
}

function textsOf(values: SettingValues): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
