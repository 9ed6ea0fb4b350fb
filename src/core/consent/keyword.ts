import type { SettingValue, SettingValues } from '../../contract/settings.ts'
import { type Keyword, words } from './words.ts'

/** No word is longer, not even with the signs around it that people add. */
const LONGEST = 60

const settingOf = { out: 'opt_out_words', in: 'opt_in_words', help: 'help_words' } as const

/**
 * The keyword that a text is, with nothing else beside it; undefined where it is none. Case, width, blanks and signs
 * around the word do not matter: "Stop!" is one, "please stop by" is none. The channel's own words count besides ours.
 */
export function keywordOf(text: string | undefined, settings: SettingValues): Keyword | undefined {
  if (text === undefined || text.length > LONGEST) return undefined
  const word = bare(text)
  if (word === '') return undefined
  return everywhere.get(word) ?? keywords.find((keyword) => listed(settings[settingOf[keyword]], word))
}

const keywords = Object.keys(settingOf) as Keyword[]

/** The words of a setting stand one beside the other, separated by commas. */
function listed(setting: SettingValue | undefined, word: string): boolean {
  return typeof setting === 'string' && setting.split(/[,，、]/).some((one) => bare(one) === word)
}

/** A text without what does not count: invisible marks, case, and signs and blanks around it. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replace(/\s+/gu, ' ')
}

const everywhere: ReadonlyMap<string, Keyword> = new Map(
  Object.values(words).flatMap((language) =>
    keywords.flatMap((keyword) => language[keyword].map((word) => [bare(word), keyword] as const)),
  ),
)
