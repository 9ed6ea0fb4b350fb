import { openStore } from '../../src/db/store.ts'

// Writes audit rows into the SQLite file named, one commit each, until it is killed; prints the number committed last.
const store = openStore({ file: String(process.argv[2]), synchronous: 'NORMAL' })
for (let n = 1; ; n++) {
  const row = {
    at: n,
    actor_id: null,
    action: 'test',
    object_type: 'row',
    object_id: String(n),
    detail: '{}',
    ip: null,
  }
  await store.write((trx) => trx.insertInto('audit').values(row).execute())
  console.log(`committed ${n}`)
}
