import { Skeleton } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LoadError } from '../../ui/load-error.tsx'
import type { FilledTemplate } from './filled.ts'
import { templatesQuery } from './queries.ts'
import { TemplateForm } from './template-form.tsx'
import { TemplateList } from './template-list.tsx'

interface Props {
  senderId: number
  /** The contact wants no marketing. */
  marketingStopped?: boolean
  /** How high the list grows before it scrolls. */
  listMaxH?: string
  sending?: boolean
  onSend: (filled: FilledTemplate) => void
}

/** Chooses a template of a sender, and fills it in. */
export function TemplatePicker({ senderId, marketingStopped = false, listMaxH, sending, onSend }: Props) {
  const templates = useQuery(templatesQuery(senderId))
  const [chosenId, setChosenId] = useState<number | null>(null)
  const [leftId, setLeftId] = useState<number | null>(null)
  if (templates.isError && !templates.data) {
    return <LoadError error={templates.error} retry={templates.refetch} />
  }
  if (!templates.data) return <Skeleton h="24" />
  const chosen = templates.data.find(({ id }) => id === chosenId)
  if (!chosen) {
    return (
      <TemplateList
        templates={templates.data}
        marketingStopped={marketingStopped}
        maxH={listMaxH}
        focusOn={leftId}
        onChoose={({ id }) => setChosenId(id)}
      />
    )
  }
  return (
    <TemplateForm
      key={chosen.id}
      template={chosen}
      sending={sending}
      onBack={() => {
        setLeftId(chosen.id)
        setChosenId(null)
      }}
      onSend={onSend}
    />
  )
}
