import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../ui/empty.tsx'

/** What stands where the person's role does not reach. */
export function NotAllowed() {
  const { t } = useTranslation()
  return <Empty icon={Lock} title={t('problem.forbidden')} text={t('admin.not_allowed_text')} />
}
