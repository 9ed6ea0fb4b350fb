import { z } from 'zod'

const name = '\\p{RGI_Emoji}'
const one = new RegExp(`^${name}$`, 'v')
/** Some keyboards leave out the sign that makes an emoji of a character that is also a letter. */
const isEmoji = (text: string) => one.test(text) || one.test(`${text}\ufe0f`)

/** One emoji, which may be several characters: a family, a flag, a hand with its colour. */
export const emoji = z.string().min(1).max(40).refine(isEmoji, 'must be one emoji')
