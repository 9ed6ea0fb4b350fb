import { Box, Flex, Stack, Text } from '@chakra-ui/react'
import { Copy, ExternalLink, Phone, Reply } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TemplatePreview } from '../../../../src/contract/template-text.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { FormattedText } from './formatted-text.tsx'

const icons = { quick_reply: Reply, url: ExternalLink, phone: Phone, copy_code: Copy, other: null } as const

interface Props {
  preview: TemplatePreview
  /** The picture, file or place above the words. */
  header?: ReactNode
}

/** A template as the customer sees it. Its buttons are theirs to press, so here they are pictures of buttons. */
export function TemplateBubble({ preview, header }: Props) {
  return (
    <Box bg="brand.muted" rounded="14px" overflow="hidden" w="fit-content" minW="12rem" maxW="100%">
      <Stack gap="1.5" px="3" py="2">
        {header}
        {preview.header && (
          <Text fontWeight="semibold" overflowWrap="anywhere" dir="auto">
            {visibleText(preview.header)}
          </Text>
        )}
        <FormattedText text={preview.body} />
        {preview.footer && (
          <Text textStyle="xs" color="fg.muted" overflowWrap="anywhere" dir="auto">
            {visibleText(preview.footer)}
          </Text>
        )}
      </Stack>
      {preview.buttons.map((button, place) => {
        const Icon = icons[button.type]
        return (
          <Flex
            // biome-ignore lint/suspicious/noArrayIndexKey: a button is known by its place
            key={place}
            align="center"
            justify="center"
            gap="1.5"
            px="3"
            py="1.5"
            borderTopWidth="1px"
            borderColor="border.emphasized"
            color="brand.fg"
            fontWeight="medium"
            title={button.opens && visibleText(button.opens)}
          >
            {Icon && <Icon size={14} aria-hidden style={{ flexShrink: 0 }} />}
            <Text truncate>{visibleText(button.text)}</Text>
            {button.opens && (
              <Text as="span" srOnly>
                {visibleText(button.opens)}
              </Text>
            )}
          </Flex>
        )
      })}
    </Box>
  )
}
