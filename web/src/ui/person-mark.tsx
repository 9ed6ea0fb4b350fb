import { Box, Flex, type FlexProps } from '@chakra-ui/react'
import { UserRound } from 'lucide-react'
import { useState } from 'react'

/** Ground and letters, for light and for dark pages. */
const looks = [
  { bg: { base: '#e4e8ff', _dark: '#2b2e66' }, color: { base: '#34357f', _dark: '#c6ccff' } },
  { bg: { base: '#dcf3ec', _dark: '#12392e' }, color: { base: '#0f5c46', _dark: '#9fe0c9' } },
  { bg: { base: '#fdeadb', _dark: '#47280f' }, color: { base: '#83400d', _dark: '#f7c59f' } },
  { bg: { base: '#fbe3ee', _dark: '#46192f' }, color: { base: '#85234f', _dark: '#f5b5d1' } },
  { bg: { base: '#e0f0fb', _dark: '#123149' }, color: { base: '#12537a', _dark: '#a6d5f5' } },
  { bg: { base: '#efe6fb', _dark: '#34214f' }, color: { base: '#57318c', _dark: '#d5bdf6' } },
  { bg: { base: '#eef2d6', _dark: '#2f360e' }, color: { base: '#4d5b0c', _dark: '#d3de97' } },
] as const

interface Props extends FlexProps {
  name: string | null
  /** What the colour is made from, so that a person keeps theirs. */
  seed: string
  /** Of our own origin: nothing else may be loaded. */
  pictureUrl?: string | null
  sizePx?: number
}

/**
 * A round mark: their picture, else initials, else the last digits of a number. The letters stand there until the picture
 * has come and where it does not, so that nothing moves. Whoever shows a mark shows the name beside it.
 */
export function PersonMark({ name, seed, pictureUrl = null, sizePx = 32, ...props }: Props) {
  const look = looks[hash(seed) % looks.length]!
  const letters = name ? initials(name) : lastDigits(seed)
  return (
    <Flex
      aria-hidden
      data-mark
      position="relative"
      overflow="hidden"
      flexShrink={0}
      rounded="full"
      align="center"
      justify="center"
      fontWeight="semibold"
      userSelect="none"
      style={{ width: sizePx, height: sizePx, fontSize: sizePx * 0.38 }}
      {...look}
      {...props}
    >
      {letters || <UserRound size={sizePx * 0.5} strokeWidth={2} />}
      {pictureUrl !== null && <Picture key={pictureUrl} url={pictureUrl} />}
    </Flex>
  )
}

/** Covers the letters once it is there. */
function Picture({ url }: { url: string }) {
  const [state, setState] = useState<'coming' | 'there' | 'failed'>('coming')
  if (state === 'failed') return null
  return (
    <Box asChild position="absolute" inset="0" boxSize="100%" objectFit="cover" bg="bg.panel">
      <img
        src={url}
        alt=""
        decoding="async"
        draggable={false}
        style={{ visibility: state === 'there' ? undefined : 'hidden' }}
        onLoad={() => setState('there')}
        onError={() => setState('failed')}
      />
    </Box>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [...(words[0] ?? '')].slice(0, 1)
  if (words.length > 1) letters.push([...words.at(-1)!][0]!)
  return letters.join('').toUpperCase()
}

const lastDigits = (seed: string): string => /\d\d$/.exec(seed)?.[0] ?? ''

function hash(text: string): number {
  let value = 7
  for (let index = 0; index < text.length; index++) value = (value * 31 + text.charCodeAt(index)) >>> 0
  return value
}
