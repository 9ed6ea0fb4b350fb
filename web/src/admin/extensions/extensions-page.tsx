import { Route, Switch } from 'wouter'
import { ExtensionList } from './extension-list.tsx'
import { ExtensionPage } from './extension-page.tsx'
import { NewExtensionPage } from './new-extension.tsx'

/** Everything below `/extensions`. */
export function ExtensionsPage() {
  return (
    <Switch>
      <Route path="/extensions" component={ExtensionList} />
      <Route path="/extensions/new" component={NewExtensionPage} />
      <Route path="/extensions/:id">{({ id }) => <ExtensionPage key={id} id={Number(id)} />}</Route>
    </Switch>
  )
}
