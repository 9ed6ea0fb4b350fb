import { Route, Switch } from 'wouter'
import { QuarantineList } from './quarantine-list.tsx'
import { QuarantinedPage } from './quarantined-page.tsx'

/** Everything below `/quarantine`. */
export function QuarantinePage() {
  return (
    <Switch>
      <Route path="/quarantine" component={QuarantineList} />
      <Route path="/quarantine/:id">{({ id }) => <QuarantinedPage key={id} id={Number(id)} />}</Route>
    </Switch>
  )
}
