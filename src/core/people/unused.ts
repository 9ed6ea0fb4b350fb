import { Problem } from '../../contract/problems.ts'
import type { Trx } from '../../db/store.ts'

/** Refuses, with a sentence, a number or an e-mail address that another extension has. */
export async function checkUnused(
  trx: Trx,
  wanted: { readonly number?: string | undefined; readonly email?: string | undefined },
  exceptId?: number,
): Promise<void> {
  const { number, email } = wanted
  if (number === undefined && email === undefined) return
  const taken = await trx
    .selectFrom('extension')
    .select(['number', 'email'])
    .where((where) =>
      where.or([
        ...(number === undefined ? [] : [where('number', '=', number)]),
        ...(email === undefined ? [] : [where('email', '=', email)]),
      ]),
    )
    .$if(exceptId !== undefined, (query) => query.where('id', '!=', exceptId ?? 0))
    .executeTakeFirst()
  if (!taken) return
  const isNumber = taken.number === number
  throw new Problem('conflict', `Another extension has this ${isNumber ? 'number' : 'e-mail address'}.`, {
    errors: [{ path: isNumber ? 'body.number' : 'body.email', message: 'is taken by another extension' }],
  })
}
