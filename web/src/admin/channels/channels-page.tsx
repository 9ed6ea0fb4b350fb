import { Route, Switch } from 'wouter'
import { ChannelList } from './channel-list.tsx'
import { ChannelPage } from './channel-page.tsx'
import { NewChannelPage } from './new-channel.tsx'

/** Everything below `/channels`: the list, a new one, and one channel with its two tabs. */
export function ChannelsPage() {
  return (
    <Switch>
      <Route path="/channels" component={ChannelList} />
      <Route path="/channels/new" component={NewChannelPage} />
      <Route path="/channels/:id/:tab?">
        {({ id, tab }) => <ChannelPage key={id} id={Number(id)} tab={tab} />}
      </Route>
    </Switch>
  )
}
