import type { Migration } from 'kysely'
import * as people from './0001_people.ts'
import * as channels from './0002_channels.ts'
import * as conversations from './0003_conversations.ts'
import * as process from './0004_process.ts'
import * as carriers from './0005_carriers.ts'
import * as demo from './0006_demo.ts'
import * as consent from './0007_consent.ts'
import * as lookUps from './0008_look_ups.ts'
import * as accounts from './0009_accounts.ts'
import * as missed from './0010_missed.ts'
import * as remoteAddress from './0011_remote_address.ts'
import * as chats from './0012_chats.ts'
import * as buckets from './0013_buckets.ts'
import * as templates from './0014_templates.ts'
import * as pictures from './0015_pictures.ts'
import * as messagingLimit from './0016_messaging_limit.ts'
import * as pricing from './0017_pricing.ts'
import * as control from './0018_control.ts'
import * as moved from './0019_moved.ts'
import * as consentByNumber from './0020_consent_by_number.ts'
import * as early from './0021_early.ts'
import * as passed from './0022_passed.ts'

/** Every migration in its order. A migration that has been released is never edited. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001_people': people,
  '0002_channels': channels,
  '0003_conversations': conversations,
  '0004_process': process,
  '0005_carriers': carriers,
  '0006_demo': demo,
  '0007_consent': consent,
  '0008_look_ups': lookUps,
  '0009_accounts': accounts,
  '0010_missed': missed,
  '0011_remote_address': remoteAddress,
  '0012_chats': chats,
  '0013_buckets': buckets,
  '0014_templates': templates,
  '0015_pictures': pictures,
  '0016_messaging_limit': messagingLimit,
  '0017_pricing': pricing,
  '0018_control': control,
  '0019_moved': moved,
  '0020_consent_by_number': consentByNumber,
  '0021_early': early,
  '0022_passed': passed,
}
