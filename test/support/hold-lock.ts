import { lockDataDir } from '../../src/db/lock.ts'

// Holds the lock of the directory named until it is killed.
const locked = lockDataDir(String(process.argv[2]))
console.log(locked.ok ? 'locked' : locked.problem)
setInterval(() => locked, 1_000)
