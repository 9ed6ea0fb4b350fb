import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { whatsapp } from '../../providers/whatsapp/index.ts'
import type { Template } from '../../src/contract/templates.ts'
import { type FakeServer, fakeServer } from '../support/fake-server.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

const account = {
  access_token: 'EAAGsampletoken',
  waba_id: '102290129340398',
  app_id: '670843887433847',
  app_secret: 'sample-app-secret',
  verify_token: 'meatyhamhock',
}
describe('templates', () => {
  let server: FakeServer
  let world: ReturnType<typeof ioFor>
  beforeEach(async () => {
    server = await fakeServer()
    world = ioFor(server.url, 500)
  })
  afterEach(async () => {
    await world.close()
    await server.close()
  })
  const channel = () => channelWith({ ...account, api_base_url: server.url })
  const list = (data: unknown[], paging?: object) => ({ status: 200, body: JSON.stringify({ data, paging }) })
  const template = (name: string, more: object = {}) => ({
    ...{ id: '1', name, language: 'en_US', status: 'APPROVED', category: 'UTILITY' },
    ...{ components: [{ type: 'BODY', text: 'Hi' }], ...more },
  })
  const templates = async (): Promise<readonly Template[]> => {
    const listed = await whatsapp.listTemplates!(channel(), world.io)
    if (!listed.ok) throw new Error(listed.failed)
    return listed.templates
  }

  test('templates are read page by page, without the address that holds the token', async () => {
    const next = 'https://graph.facebook.com/next?access_token=secret'
    server.setAnswer(({ path }) => {
      const after = new URL(path, server.url).searchParams.get('after')
      if (after === null) return list([template('a')], { cursors: { after: 'c1' }, next })
      if (after === 'c1')
        return list([template('b'), template('a', { language: 'de' })], { cursors: { after: 'c2' }, next })
      return list([template('c')], { cursors: { after: 'c3' } })
    })
    expect((await templates()).map(({ name, language }) => `${name} ${language}`)).toEqual([
      'a en_US',
      'b en_US',
      'a de',
      'c en_US',
    ])
    expect(server.seen).toHaveLength(3)
  })

  test('a cursor that went stale begins the list anew, three times at most', async () => {
    const stale = { status: 400, body: '{"error":{"code":131059,"message":"Invalid cursor"}}' }
    let times = 0
    server.setAnswer(({ path }) => {
      if (!path.includes('after=')) return list([template('a')], { cursors: { after: 'c1' }, next: 'x' })
      return ++times === 1 ? stale : list([template('b')])
    })
    expect((await templates()).map(({ name }) => name)).toEqual(['a', 'b'])
    times = Number.NaN
    server.setAnswer(({ path }) =>
      path.includes('after=') ? stale : list([template('a')], { cursors: { after: 'c1' }, next: 'x' }),
    )
    expect(await whatsapp.listTemplates!(channel(), world.io)).toMatchObject({
      ok: false,
      failed: expect.stringContaining('three times'),
    })
    expect(server.seen).toHaveLength(10)
  })

  test('a list that goes in circles is no list: those fetched before stay', async () => {
    server.setAnswer(({ path }) => {
      const after = new URL(path, server.url).searchParams.get('after')
      return list([template('a')], { cursors: { after: after === 'c1' ? 'c2' : 'c1' }, next: 'x' })
    })
    expect(await whatsapp.listTemplates!(channel(), world.io)).toMatchObject({
      ok: false,
      failed: expect.stringContaining('circle'),
    })
    expect(server.seen.length).toBeLessThan(5)
  })

  test('names that no database keeps are left out, and whatever else Meta allows is a name', async () => {
    const names = [
      'a\0b',
      'half \ud83d',
      "it's; drop table template --",
      '订单 %_{{1}}',
      '__proto__',
      '😀'.repeat(200),
    ]
    server.setAnswer(() => list(names.map((name) => template(name))))
    expect((await templates()).map(({ name }) => name)).toEqual(names.slice(2))
  })

  test('templates that cannot be listed are a sentence, without a secret', async () => {
    server.setAnswer(() => ({
      status: 401,
      body: '{"error":{"code":190,"message":"EAAGsampletoken is wrong"}}',
    }))
    expect(await whatsapp.listTemplates!(channel(), world.io)).toEqual({
      ok: false,
      failed: 'WhatsApp answered 401: 190 ••• is wrong.',
    })
    server.setAnswer(() => 'silence')
    expect(await whatsapp.listTemplates!(channel(), world.io)).toMatchObject({ ok: false })
    server.setAnswer(() => ({ status: 200, body: '<html>' }))
    expect(await whatsapp.listTemplates!(channel(), world.io)).toMatchObject({ ok: false })
  })

  test('every kind of component is known, or named as one that is not', async () => {
    const raw = template('full', {
      parameter_format: 'NAMED',
      components: [
        { type: 'HEADER', format: 'DOCUMENT', example: {} },
        { type: 'body', text: 'Hi {{first_name}}' },
        { type: 'FOOTER', text: 'Bye' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Yes' },
            { type: 'URL', text: 'See', url: 'https://a.example/{{1}}', example: ['x'] },
            { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+12025550123' },
            { type: 'COPY_CODE', example: '25OFF' },
            { type: 'REQUEST_CONTACT_INFO' },
          ],
        },
      ],
    })
    server.setAnswer(() => list([raw]))
    expect(await templates()).toEqual([
      {
        ...{
          providerTemplateId: '1',
          name: 'full',
          language: 'en_US',
          category: 'utility',
          status: 'approved',
        },
        ...{ reason: undefined, parameterFormat: 'named', header: { format: 'document' } },
        ...{ body: 'Hi {{first_name}}', footer: 'Bye', unsupported: [] },
        buttons: [
          { type: 'quick_reply', text: 'Yes' },
          { type: 'url', text: 'See', url: 'https://a.example/{{1}}' },
          { type: 'phone', text: 'Call', phone: '+12025550123' },
          { type: 'copy_code', text: 'Copy code', longest: 20 },
          { type: 'other', text: '', name: 'REQUEST_CONTACT_INFO' },
        ],
      },
    ])
  })

  test.each<[string, object, Partial<Template>]>([
    [
      'a catalogue',
      {
        components: [
          { type: 'BODY', text: 'x' },
          { type: 'BUTTONS', buttons: [{ type: 'CATALOG', text: 'V' }] },
        ],
      },
      { unsupported: ['CATALOG'] },
    ],
    [
      'a carousel',
      {
        components: [
          { type: 'BODY', text: 'x' },
          { type: 'CAROUSEL', cards: [] },
        ],
      },
      { unsupported: ['CAROUSEL'] },
    ],
    [
      'a moving picture',
      {
        components: [
          { type: 'HEADER', format: 'GIF' },
          { type: 'BODY', text: 'x' },
        ],
      },
      { unsupported: ['HEADER GIF'] },
    ],
    ['one without a body', { components: [] }, { unsupported: ['no BODY'] }],
    [
      'a rejected one',
      { status: 'REJECTED', rejected_reason: 'INVALID_FORMAT' },
      { status: 'rejected', reason: 'INVALID_FORMAT' },
    ],
    ['a paused one', { status: 'PAUSED', rejected_reason: 'NONE' }, { status: 'paused', reason: undefined }],
    ['one that was rejected before', { rejected_reason: 'INVALID_FORMAT' }, { reason: undefined }],
    ['an approved one', { rejected_reason: 'NONE' }, { status: 'approved', reason: undefined }],
    ['one of a new state', { status: 'DREAMING' }, { status: 'dreaming', reason: undefined }],
    [
      'one with names that does not say so',
      { components: [{ type: 'BODY', text: 'Hi {{name}}' }] },
      { parameterFormat: 'named' },
    ],
  ])('%s is shown as it is', async (_what, more, expected) => {
    server.setAnswer(() => list([template('x', more), { name: 7 }, 'nonsense']))
    expect(await templates()).toMatchObject([expected])
  })
})
