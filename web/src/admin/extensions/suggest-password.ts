const consonants = 'bcdfghjklmnprtvz'
const vowels = 'aeio'
const groups = 4
const syllablesPerGroup = 3

/** A new password that can be read out over the telephone: four made-up words, 72 random bits. */
export function suggestPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(groups * syllablesPerGroup))
  const syllables = Array.from(bytes, (byte) => consonants[byte >> 4]! + vowels[byte & 3]!)
  return Array.from({ length: groups }, (_, group) =>
    syllables.slice(group * syllablesPerGroup, (group + 1) * syllablesPerGroup).join(''),
  ).join('-')
}
