import { z } from 'zod'

/** Shapes shared by the API's resources. Times are RFC 3339 in UTC; ids are integers. */
export const id = z.int().positive()
export const time = z.iso.datetime()
export const nullableTime = time.nullable()

/** A name that people give: one line. */
export const givenName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'one line without control characters')

export const idParams = z.strictObject({ id: z.coerce.number().int().positive() })

/** Keyset pages: `next_cursor` goes into the next call; null on the last page. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable() })

export const pageQuery = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

/** An error, as RFC 9457 problem details. `code` is stable; `errors` points at each bad value. */
export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

export const role = z.enum(['administrator', 'supervisor', 'agent'])
export type Role = z.infer<typeof role>

export const destination = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('extension'), id }),
  z.strictObject({ type: z.literal('queue'), id }),
  z.strictObject({ type: z.literal('api') }),
])
export type Destination = z.infer<typeof destination>
