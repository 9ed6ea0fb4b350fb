import { Box, Flex, Progress, Text } from '@chakra-ui/react'
import { FileText, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { problemText } from '../../api/problem.ts'
import { bytesText } from '../../lib/bytes.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import type { Attachment } from './use-attachments.ts'

interface Props {
  attachments: readonly Attachment[]
  onRemove: (ref: string) => void
}

/** The files that go with the message: each with its progress, and why it was not taken. */
export function AttachmentRow({ attachments, onRemove }: Props) {
  if (attachments.length === 0) return null
  return (
    <Flex gap="2" wrap="wrap" px="2.5" pt="2.5">
      {attachments.map((item) => (
        <AttachmentChip key={item.ref} item={item} onRemove={() => onRemove(item.ref)} />
      ))}
    </Flex>
  )
}

function AttachmentChip({ item, onRemove }: { item: Attachment; onRemove: () => void }) {
  const { t } = useTranslation()
  const { media, error } = item
  const name = visibleText(item.name)
  return (
    <Flex
      align="center"
      gap="2"
      borderWidth="1px"
      borderColor={error ? 'border.error' : 'border'}
      rounded="l2"
      ps="2"
      pe="1"
      py="1"
      maxW="15rem"
    >
      {media?.url && media.inline && media.content_type.startsWith('image/') ? (
        <Box asChild boxSize="7" rounded="l1" objectFit="cover">
          <img src={media.url} alt="" />
        </Box>
      ) : (
        <FileText size={16} aria-hidden style={{ flexShrink: 0 }} />
      )}
      <Box minW="0" flex="1">
        <Text textStyle="xs" fontWeight="medium" truncate>
          {name}
        </Text>
        {error ? (
          <Text textStyle="2xs" color="fg.error">
            {problemText(error)}
          </Text>
        ) : media ? (
          <Text textStyle="2xs" color="fg.muted">
            {media.bytes === null ? media.content_type : bytesText(media.bytes)}
          </Text>
        ) : (
          <Progress.Root
            value={item.part * 100}
            size="xs"
            w="24"
            mt="1"
            aria-label={t('composer.uploading', { name })}
          >
            <Progress.Track>
              <Progress.Range />
            </Progress.Track>
          </Progress.Root>
        )}
      </Box>
      <IconButton size="2xs" label={t('composer.remove_file', { name })} onClick={onRemove}>
        <X />
      </IconButton>
    </Flex>
  )
}
