/** Words that passwords are made of all over the world, in lower case without digits. Written for Trunkline. */
const WORDS = `
password passwort passwd contrasena motdepasse senha parola wachtwoord secret geheim access login logon signin welcome
willkommen bienvenue hello goodbye letmein opensesame changeme changeit default temporary temppass test testing demo example
admin administrator root superuser supervisor manager operator agent user guest system server service support helpdesk
office company business enterprise corporate network internet computer laptop desktop windows linux ubuntu apple google
facebook whatsapp messenger twilio telnyx yeastar trunkline gateway switchboard telephone phone mobile number message
iloveyou loveyou lovely forever sunshine princess prince queen king dragon monster monkey tiger lion eagle panda
butterfly flower rainbow unicorn angel heaven devil diamond crystal silver golden purple orange yellow football soccer
baseball basketball hockey tennis golf rugby cricket champion winner master killer hunter ranger warrior soldier
superman batman spiderman ironman pokemon starwars matrix legend phoenix shadow freedom liberty america england
germany france china india japan canada brazil mexico london paris berlin shanghai beijing newyork chicago dallas
liverpool arsenal chelsea barcelona juventus realmadrid michael jennifer jessica charlie thomas andrew daniel ashley
michelle nicole matthew joshua robert william george samantha amanda january february march april may june july august
september october november december monday tuesday wednesday thursday friday saturday sunday spring summer autumn
winter morning evening birthday christmas holiday vacation family mother father brother sister baby chocolate cookie
cheese banana coffee pepper ginger music guitar dance money dollar lottery success trust nothing whatever please
`
  .trim()
  .split(/\s+/)

/** Rows of keys and alphabets; any run of four and more from one of them, in either direction, counts as nothing. */
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
]
const SHORTEST_RUN = 4
/** Two common words side by side are still among the first things tried; three are not. */
const MOST_WORDS = 2
const FEWEST_CHARACTERS_OF_ITS_OWN = 4

const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '€': 'e',
}

const wordsLongestFirst = [...WORDS].sort((a, b) => b.length - a.length)
const runs = RUNS.flatMap((run) => [run, [...run].reverse().join('')])

/**
 * Is this among the passwords that are tried first? True for a few characters repeated, a unit repeated, rows of keys, and at most
 * two common words (also with 0 for o and the like) dressed up with digits, years and signs. `personal` are words that stand
 * for this person: name, number, the name part of the e-mail address.
 */
export function isCommonPassword(password: string, personal: readonly string[] = []): boolean {
  const lower = password.toLowerCase()
  if (new Set(lower).size < 5 || isRepeated(lower)) return true
  const own = personal
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length > 2)
  const words = [...own, ...wordsLongestFirst]
  const plain = withoutRuns(lower)
  const readings = [plain, withoutLookalikes(plain), withoutRuns(withoutLookalikes(lower))]
  return readings.some((text) => isDressedUp(text, words))
}

function isRepeated(text: string): boolean {
  for (let unit = 1; unit <= text.length / 2; unit++) {
    if (text.length % unit === 0 && text === text.slice(0, unit).repeat(text.length / unit)) return true
  }
  return false
}

function isDressedUp(text: string, words: readonly string[]): boolean {
  let rest = text
  let found = 0
  for (const word of words) {
    if (!rest.includes(word)) continue
    found += 1
    rest = rest.replaceAll(word, ' ')
  }
  const letters = rest.replace(/[^\p{L}]/gu, '')
  return (
    found <= MOST_WORDS &&
    letters.length < FEWEST_CHARACTERS_OF_ITS_OWN &&
    !isLongRandomDigits(text, found, letters)
  )
}

/** Digits and signs alone are a fair password when there are many of them and no word or row to guess. */
function isLongRandomDigits(text: string, wordsFound: number, letters: string): boolean {
  return wordsFound === 0 && letters.length === 0 && new Set(text).size >= 8 && text.length >= 16
}

function withoutRuns(text: string): string {
  let rest = ''
  for (let i = 0; i < text.length; ) {
    const length = runAt(text, i)
    if (length < SHORTEST_RUN) rest += text[i]
    i += length < SHORTEST_RUN ? 1 : length
  }
  return rest
}

/** Length of the longest run that starts here. */
function runAt(text: string, start: number): number {
  let longest = 0
  for (const run of runs) {
    let length = 0
    const from = run.indexOf(text.slice(start, start + SHORTEST_RUN))
    if (from < 0 || start + SHORTEST_RUN > text.length) continue
    while (start + length < text.length && run[from + length] === text[start + length]) length += 1
    longest = Math.max(longest, length)
  }
  return longest
}

function withoutLookalikes(text: string): string {
  return [...text].map((character) => LOOKALIKES[character] ?? character).join('')
}
