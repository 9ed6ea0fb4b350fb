import { Route, Switch } from 'wouter'
import { QueueList } from './queue-list.tsx'
import { NewQueuePage, QueuePage } from './queue-page.tsx'

/** Everything below `/queues`. */
export function QueuesPage() {
  return (
    <Switch>
      <Route path="/queues" component={QueueList} />
      <Route path="/queues/new" component={NewQueuePage} />
      <Route path="/queues/:id">{({ id }) => <QueuePage key={id} id={Number(id)} />}</Route>
    </Switch>
  )
}
