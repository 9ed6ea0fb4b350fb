import { migrations } from '../../migrations/index.ts'
import { restore } from '../../src/cli/backup/restore.ts'

// Restores the backup named first into the data directory named second.
const [source = '', dataDir = ''] = process.argv.slice(2)
console.log('begins')
await restore({ source, dataDir, knownMigrations: Object.keys(migrations) })
console.log('done')
