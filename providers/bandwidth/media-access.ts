import type { Io } from '../../src/contract/io.ts'
import type { Channel, MediaAccess } from '../../src/contract/provider.ts'
import { access } from './access.ts'
import { mediaHost } from './addresses.ts'

/** Files lie behind the API's own credentials for 48 hours. Source: Bandwidth/api-docs mediaManagement.mdx, read 2026-11-21. */
export async function mediaAccess(channel: Channel, io: Io): Promise<MediaAccess> {
  const granted = await access(channel, io)
  if (!granted.ok) return { failed: granted.words }
  return { headers: { authorization: granted.authorization }, hosts: [mediaHost(channel)] }
}
