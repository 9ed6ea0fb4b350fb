import { z } from 'zod'
import type { Referral } from '../../src/contract/content.ts'
import { word } from './envelope.ts'

const referral = z
  .object({
    ref: word,
    source: word,
    ad_id: z.union([z.string(), z.int()]).transform(String).nullish().catch(undefined),
    referer_uri: word,
    ads_context_data: z.object({ ad_title: word }).nullish().catch(undefined),
  })
  .nullish()
  .catch(undefined)

/** Where the customer came from. Source: …/webhook-events/messaging_referrals, read 2026-11-21. */
export function readReferral(value: unknown): Referral | undefined {
  const read = referral.parse(value)
  if (!read) return undefined
  const ad = read.ad_id && !read.ad_id.includes('\0') ? read.ad_id : undefined
  return {
    source: read.source === 'ADS' || ad ? 'ad' : read.source === 'SHORTLINK' ? 'link' : 'other',
    url: read.referer_uri || undefined,
    headline: read.ads_context_data?.ad_title || undefined,
    ref: read.ref || ad || undefined,
  }
}
