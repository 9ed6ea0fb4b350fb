import { Box, Flex, Link, Spinner, Text } from '@chakra-ui/react'
import { FileText, FileX2, ImageOff, Mic, Music } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Media } from '../../../../src/contract/api/conversations.ts'
import { bytesText } from '../../lib/bytes.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Lightbox } from './lightbox.tsx'

/** A file of a message: shown in place where that is safe, else a card to download; or why it is not there. */
export function MediaView({ media }: { media: Media }) {
  const { t } = useTranslation()
  if (media.state === 'pending') {
    return <FileCard icon={<Spinner size="sm" />} media={media} note={t('media.pending')} />
  }
  if (media.state !== 'stored' || media.url === null) {
    const note = media.state === 'expired' ? t('media.expired') : t('media.refused')
    return <FileCard icon={<FileX2 size={20} />} media={media} note={note} detail={media.error?.detail} />
  }
  if (media.form === 'sticker' && media.inline) return <Sticker media={media} url={media.url} />
  const kind = media.inline ? media.content_type.split('/')[0] : 'file'
  if (kind === 'image') return <Picture media={media} url={media.url} />
  if (kind === 'audio') return <Sound media={media} url={media.url} />
  if (kind === 'video') {
    return (
      <Box asChild maxH="20rem" maxW="100%" rounded="l3" bg="black">
        {/* biome-ignore lint/a11y/useMediaCaption: what customers send has no captions */}
        <video controls preload="metadata" src={media.url} aria-label={visibleText(media.name)} />
      </Box>
    )
  }
  return (
    <Link
      href={media.url}
      download={media.name}
      rel="noopener"
      _hover={{ textDecoration: 'none' }}
      aria-label={t('media.download', { name: visibleText(media.name) })}
    >
      <FileCard icon={<FileText size={20} />} media={media} />
    </Link>
  )
}

/** A player says nothing of what it plays: its words stand above it. */
function Sound({ media, url }: { media: Media; url: string }) {
  const { t } = useTranslation()
  const voice = media.form === 'voice'
  const label = voice ? t('media.voice') : visibleText(media.name)
  const Icon = voice ? Mic : Music
  return (
    <Box maxW="100%">
      <Flex align="center" gap="1.5" px="1" mb="0.5" textStyle="xs" color="fg.muted">
        <Icon size={13} aria-hidden style={{ flexShrink: 0 }} />
        <Text truncate>{label}</Text>
      </Flex>
      <Box asChild w="18rem" maxW="100%" h="11">
        {/* biome-ignore lint/a11y/useMediaCaption: what customers send has no captions */}
        <audio controls preload="metadata" src={url} aria-label={label} />
      </Box>
    </Box>
  )
}

function Sticker({ media, url }: { media: Media; url: string }) {
  const { t } = useTranslation()
  return (
    <Box asChild boxSize="7.5rem" objectFit="contain">
      <img src={url} alt={t('media.sticker')} title={visibleText(media.name)} loading="lazy" />
    </Box>
  )
}

function Picture({ media, url }: { media: Media; url: string }) {
  const { t } = useTranslation()
  const [broken, setBroken] = useState(false)
  const [open, setOpen] = useState(false)
  if (broken) return <FileCard icon={<ImageOff size={20} />} media={media} note={t('media.unreadable')} />
  return (
    <>
      <Box
        as="button"
        w="fit-content"
        maxW="min(20rem, 100%)"
        cursor="zoom-in"
        rounded="l3"
        overflow="hidden"
        borderWidth="1px"
        focusVisibleRing="outside"
        aria-label={t('media.enlarge', { name: visibleText(media.name) })}
        onClick={() => setOpen(true)}
      >
        <Box asChild maxH="17rem" maxW="100%" minH="8" minW="8" display="block" objectFit="cover">
          <img src={url} alt={visibleText(media.name)} loading="lazy" onError={() => setBroken(true)} />
        </Box>
      </Box>
      <Lightbox open={open} onClose={() => setOpen(false)} url={url} name={media.name} />
    </>
  )
}

interface CardProps {
  icon: ReactNode
  media: Media
  note?: string
  detail?: string | undefined
}

function FileCard({ icon, media, note, detail }: CardProps) {
  return (
    <Flex
      align="center"
      gap="3"
      borderWidth="1px"
      rounded="l3"
      bg="bg.panel"
      color="fg"
      px="3"
      py="2"
      minW="14rem"
      maxW="20rem"
    >
      <Box color="fg.muted">{icon}</Box>
      <Box minW="0">
        <Text fontWeight="medium" truncate>
          {visibleText(media.name)}
        </Text>
        <Text color="fg.muted" textStyle="xs">
          {note ??
            [media.content_type, media.bytes === null ? '' : bytesText(media.bytes)]
              .filter(Boolean)
              .join(' · ')}
        </Text>
        {detail && (
          <Text color="fg.muted" textStyle="xs" overflowWrap="anywhere">
            {visibleText(detail)}
          </Text>
        )}
      </Box>
    </Flex>
  )
}
