import { useTranslation } from 'react-i18next'
import { Page } from '../ui/page.tsx'

/** The agents' page. */
export function InboxPage() {
  const { t } = useTranslation()
  return <Page title={t('nav.inbox')}>{null}</Page>
}
