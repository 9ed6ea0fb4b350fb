import { Box, Center } from '@chakra-ui/react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** Takes files that are dragged onto it. */
export function DropZone({ onFiles, children }: { onFiles: (files: FileList) => void; children: ReactNode }) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  return (
    <Box
      position="relative"
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(false)
        onFiles(event.dataTransfer.files)
      }}
    >
      {children}
      {over && (
        <Center
          position="absolute"
          inset="0"
          mx="5"
          mb="4"
          rounded="l3"
          borderWidth="2px"
          borderStyle="dashed"
          borderColor="brand.solid"
          bg="brand.subtle"
          color="brand.fg"
          fontWeight="medium"
          pointerEvents="none"
        >
          {t('composer.drop')}
        </Center>
      )}
    </Box>
  )
}
