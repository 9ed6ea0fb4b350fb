import { Button } from '@chakra-ui/react'
import { CloudOff, RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { problemText } from '../api/problem.ts'
import { Empty } from './empty.tsx'

/** What stands where something could not be loaded: the reason, and a way to try again. */
export function LoadError({ error, retry }: { error: unknown; retry: () => unknown }) {
  const { t } = useTranslation()
  return (
    <Empty icon={CloudOff} title={t('common.load_failed')} text={problemText(error)}>
      <Button variant="outline" onClick={() => void retry()}>
        <RotateCw /> {t('common.retry')}
      </Button>
    </Empty>
  )
}
