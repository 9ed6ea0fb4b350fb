import { Flex, type FlexProps } from '@chakra-ui/react'
import { UserRound } from 'lucide-react'

const grounds = [
  ['#e4e8ff', '#34357f'],
  ['#dcf3ec', '#0f5c46'],
  ['#fdeadb', '#83400d'],
  ['#fbe3ee', '#85234f'],
  ['#e0f0fb', '#12537a'],
  ['#efe6fb', '#57318c'],
  ['#eef2d6', '#4d5b0c'],
] as const

interface Props extends FlexProps {
  name: string | null
  /** What the colour is made from, so that a person keeps theirs. */
  seed: string
  sizePx?: number
}

/** A round mark with initials; a person without a name gets a figure. */
export function PersonMark({ name, seed, sizePx = 32, ...props }: Props) {
  const [bg, color] = grounds[hash(seed) % grounds.length]!
  return (
    <Flex
      aria-hidden
      flexShrink={0}
      rounded="full"
      align="center"
      justify="center"
      fontWeight="semibold"
      userSelect="none"
      style={{ width: sizePx, height: sizePx, fontSize: sizePx * 0.38, background: bg, color }}
      {...props}
    >
      {name ? initials(name) : <UserRound size={sizePx * 0.5} strokeWidth={2} />}
    </Flex>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [...(words[0] ?? '')].slice(0, 1)
  if (words.length > 1) letters.push([...words.at(-1)!][0]!)
  return letters.join('').toUpperCase()
}

function hash(text: string): number {
  let value = 7
  for (let index = 0; index < text.length; index++) value = (value * 31 + text.charCodeAt(index)) >>> 0
  return value
}
