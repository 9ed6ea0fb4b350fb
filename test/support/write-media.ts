import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openMediaStore } from '../../src/core/media/store.ts'

/** Writes random files into the store of the folder given until it is killed, and prints the hash of each kept one. */
const store = await openMediaStore(process.argv[2] ?? '')
async function* random() {
  for (let part = 0; part < 8; part++) {
    await new Promise((resolve) => setImmediate(resolve))
    yield randomBytes(16 * 1024)
  }
}
const writer = async () => {
  for (;;) writeSync(1, `${(await store.write(random(), 1 << 20)).sha256}\n`)
}
await Promise.all([writer(), writer(), writer()])
