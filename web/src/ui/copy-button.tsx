import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './icon-button.tsx'
import { toastProblem } from './toaster.tsx'

const shownMs = 1500

/** Copies a text and says that it did. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <IconButton
      size="2xs"
      label={copied ? t('common.copied') : t('common.copy')}
      onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true), toastProblem)}
    >
      {copied ? <Check /> : <Copy />}
    </IconButton>
  )
}
