import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { Channel, Profile } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { wireText } from '../../src/lib/wire-text.ts'
import { pageToken } from './page-token.ts'

const timeoutMs = 10_000
const word = wireText.nullish().catch(undefined)
const profileAnswer = z.object({ first_name: word, last_name: word, name: word, profile_pic: word })
const conversations = z.object({
  data: z.array(
    z.object({ participants: z.object({ data: z.array(z.object({ id: z.coerce.string(), name: word })) }) }),
  ),
})

/**
 * Name and picture of a customer. The picture needs Meta's "Business Asset User Profile Access"; without it the name alone is
 * found among the participants of the conversation. Fields beyond these need rights of their own, and asking for one that is
 * not granted fails the whole call. Source: developers.facebook.com/docs/messenger-platform/identity/user-profile, read 2026-11-21.
 */
export async function profile(contact: string, sender: string, channel: Channel, io: Io): Promise<Profile> {
  const access = await pageToken(sender, channel, io)
  if (!access.ok) return {}
  const ask = async (path: string, query: Record<string, string>): Promise<unknown> => {
    const call = { method: 'GET', path, query, token: access.token, timeoutMs, preparatory: true } as const
    const result = await callGraph(call, channel, io)
    const json = result.kind === 'answer' && result.status === 200 ? readJson(result.body) : undefined
    return json?.ok ? json.value : undefined
  }
  const told = profileAnswer.safeParse(
    await ask(encodeURIComponent(contact), { fields: 'first_name,last_name,profile_pic' }),
  ).data
  const name = told?.name || [told?.first_name, told?.last_name].filter(Boolean).join(' ')
  if (name) return { name, pictureUrl: told?.profile_pic || undefined }
  const found = conversations.safeParse(
    await ask(`${encodeURIComponent(sender)}/conversations`, { user_id: contact, fields: 'participants' }),
  ).data
  const participants = found?.data.flatMap((one) => one.participants.data) ?? []
  return { name: participants.find(({ id }) => id === contact)?.name || undefined }
}
