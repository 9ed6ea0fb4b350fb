import { z } from 'zod'
import { givenName, id, nullableTime, role, time } from './common.ts'

const email = z.string().trim().toLowerCase().max(254).pipe(z.email())
const extensionNumber = z.string().regex(/^\d{2,8}$/, 'two to eight digits')
/** Length only is checked here; common passwords are refused by the core. */
const password = z.string().min(12).max(256)
export const locale = z.enum(['en', 'zh-CN'])

export const extension = z.object({
  id,
  number: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  active: z.boolean(),
  locale,
  created_at: time,
  last_seen_at: nullableTime,
})
export type Extension = z.infer<typeof extension>

export const newExtension = z.strictObject({
  number: extensionNumber,
  name: givenName,
  email,
  password,
  role,
  locale: locale.optional(),
})
export type NewExtension = z.infer<typeof newExtension>

export const extensionPatch = z.strictObject({
  number: extensionNumber.optional(),
  name: givenName.optional(),
  email: email.optional(),
  role: role.optional(),
  active: z.boolean().optional(),
})
export type ExtensionPatch = z.infer<typeof extensionPatch>

/** An administrator's reset: ends every sign-in of that person. */
export const passwordReset = z.strictObject({ password })
export const passwordChange = z.strictObject({ current_password: z.string().max(256), password })
export const profilePatch = z.strictObject({ name: givenName.optional(), locale: locale.optional() })

export const credentials = z.strictObject({ email: z.string().max(254), password: z.string().max(256) })

/** The signed-in person, with what the screens need to know. */
export const me = z.object({
  extension,
  permissions: z.array(z.string()),
  version: z.string(),
  /** The demo's simulated phone, on the gateway's own machine; for those who see channels, while the demo is there. */
  handset_url: z.url().nullable(),
})
export type Me = z.infer<typeof me>

export const signIn = z.object({
  id,
  created_at: time,
  last_seen_at: time,
  expires_at: time,
  ip: z.string(),
  user_agent: z.string(),
  current: z.boolean(),
})
export type SignIn = z.infer<typeof signIn>

/** First run: `code` is printed on the console. Gone (404) once an administrator exists. */
export const setupState = z.object({ needed: z.boolean(), demo_offered: z.boolean() })
export const setup = z.strictObject({
  code: z.string().max(64),
  name: givenName,
  email,
  password,
  demo: z.boolean().default(false),
  locale: locale.optional(),
})
export type Setup = z.infer<typeof setup>

export const queue = z.object({
  id,
  name: z.string(),
  pickup_mode: z.enum(['manual', 'auto', 'none']),
  members: z.array(id),
})
export type Queue = z.infer<typeof queue>

export const newQueue = z.strictObject({
  name: givenName,
  pickup_mode: z.enum(['manual', 'auto', 'none']).default('manual'),
  members: z.array(id).max(500).default([]),
})
export type NewQueue = z.infer<typeof newQueue>
export const queuePatch = z.strictObject({
  name: givenName.optional(),
  pickup_mode: z.enum(['manual', 'auto', 'none']).optional(),
  members: z.array(id).max(500).optional(),
})
export type QueuePatch = z.infer<typeof queuePatch>

/** What an audit row can be about. */
export const auditObject = z.enum(['extension', 'queue', 'channel', 'sender', 'quarantine', 'sign_in'])
export type AuditObject = z.infer<typeof auditObject>

export const auditEntry = z.object({
  id,
  at: time,
  actor: z.object({ id, name: z.string() }).nullable(),
  action: z.string(),
  object_type: z.string(),
  object_id: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  ip: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof auditEntry>
