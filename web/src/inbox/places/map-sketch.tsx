import { Box, Center } from '@chakra-ui/react'
import { MapPin } from 'lucide-react'

const street = 'var(--chakra-colors-bg-panel)'
const line = (angle: number, at: string, widthPx: number) =>
  `linear-gradient(${angle}deg, transparent calc(${at} - ${widthPx}px), ${street} calc(${at} - ${widthPx}px), ${street} calc(${at} + ${widthPx}px), transparent calc(${at} + ${widthPx}px))`
const streets = [
  line(90, '22%', 2),
  line(90, '71%', 3),
  line(4, '36%', 3),
  line(176, '74%', 2),
  line(38, '50%', 2),
]

/** Stands for the map that the customer's app draws: no map's maker is asked, so the streets are none in particular. */
export function MapSketch() {
  return (
    <Center
      aria-hidden
      h="7rem"
      minW="14rem"
      rounded="l2"
      bg="bg.emphasized"
      style={{ backgroundImage: streets.join(',') }}
    >
      <Box asChild color="fg.error" mb="6">
        <MapPin size={30} strokeWidth={2.25} fill="var(--chakra-colors-bg-panel)" />
      </Box>
    </Center>
  )
}
