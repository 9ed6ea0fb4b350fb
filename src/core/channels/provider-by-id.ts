import type { Provider } from '../../contract/provider.ts'

/** The provider of this id, as stored or as a caller says it; undefined where this version has none. */
export function providerById(
  providers: Readonly<Record<string, Provider>>,
  id: string,
): Provider | undefined {
  return Object.hasOwn(providers, id) ? providers[id] : undefined
}
