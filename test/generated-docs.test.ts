import { expect, it } from 'vitest'
import { renderDotEnv, renderReference } from '../src/config/reference.ts'
import { allSettings } from '../src/config/settings.ts'
import { describeApi } from '../src/http/reference/describe-api.ts'
import { apiMarkdown, errorsMarkdown } from '../src/http/reference/markdown.ts'
import { routes } from '../src/http/routes.ts'
import { renderMetricsReference } from '../src/lib/metrics/reference.ts'

// `npm run docs` writes the files anew; without it a difference fails here.
it('.env.example says what the settings table says', async () => {
  await expect(renderDotEnv()).toMatchFileSnapshot('../.env.example')
})

it('docs/configuration.md says what the settings table says', async () => {
  await expect(renderReference()).toMatchFileSnapshot('../docs/configuration.md')
})

it('docs/metrics.md says what the metric definitions say', async () => {
  await expect(renderMetricsReference()).toMatchFileSnapshot('../docs/metrics.md')
})

it('docs/api.md says what the route table says', async () => {
  await expect(apiMarkdown(describeApi(routes))).toMatchFileSnapshot('../docs/api.md')
})

it('docs/errors.md says what the catalogues say', async () => {
  await expect(errorsMarkdown()).toMatchFileSnapshot('../docs/errors.md')
})

it('no variable stands in the table twice', () => {
  const names = allSettings.map((setting) => setting.env)
  expect(new Set(names).size).toBe(names.length)
})
