import type { Provider } from '../src/contract/provider.ts'
import { apidaze } from './apidaze/index.ts'
import { bandwidth } from './bandwidth/index.ts'
import { flowroute } from './flowroute/index.ts'
import { generic } from './generic/index.ts'
import { messenger } from './messenger/index.ts'
import { siptrunk } from './siptrunk/index.ts'
import { telnyx } from './telnyx/index.ts'
import { twilio } from './twilio/index.ts'
import { voicemeup } from './voicemeup/index.ts'
import { whatsapp } from './whatsapp/index.ts'

/** Every provider Trunkline speaks, by id: one folder and one line here for each. */
export const providers: Readonly<Record<string, Provider>> = {
  apidaze,
  bandwidth,
  flowroute,
  generic,
  messenger,
  siptrunk,
  telnyx,
  twilio,
  voicemeup,
  whatsapp,
}
