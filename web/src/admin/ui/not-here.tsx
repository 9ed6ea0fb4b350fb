import { FileQuestion } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../../api/problem.ts'
import { Empty } from '../../ui/empty.tsx'
import { LoadError } from '../../ui/load-error.tsx'

interface Props {
  error: unknown
  retry: () => unknown
}

/** What stands where one thing could not be loaded: it is gone or not yours, or the call failed. */
export function NotHere({ error, retry }: Props) {
  const { t } = useTranslation()
  const gone = error instanceof ApiProblem && (error.status === 404 || error.status === 403)
  if (!gone) return <LoadError error={error} retry={retry} />
  return <Empty icon={FileQuestion} title={t('admin.gone')} text={t('nav.not_found_text')} />
}
