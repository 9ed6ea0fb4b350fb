import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Line } from '../../sandbox/lines.ts'
import { type AgentWorld, agentWorld } from '../support/agent-world.ts'
import { accessibilityFindings, type WatchedPage } from '../support/browser.ts'

/** What an administrator sees of a customer who writes STOP. The tests go on from one another. */
const number = '+12025550123'
const customer = '+12025550188'

let world: AgentWorld
let ada: WatchedPage
let line: Line

beforeAll(async () => {
  world = await agentWorld()
  ada = world.agent
  const connected = await world.connect('generic', number)
  line = connected.line
  const destination = { type: 'extension', id: (await world.api.get('/me')).body.extension.id }
  await world.api.post(`/channels/${connected.channelId}/senders`, { address: 'HARBOUR', destination })
  await says('Hello')
})
afterAll(() => world?.stop())

const says = (text: string) => world.sandbox.text(line, { from: customer, text })
const thread = () => ada.page.getByRole('log', { name: 'Messages' })
const writing = () => ada.page.getByRole('textbox', { name: 'Message' })
const blocked = () => ada.page.getByRole('note').getByText(`no more messages from ${number}`)

test('the composer says what the channel would refuse, until it is mended', async () => {
  const { page } = ada
  await world.openConversation(customer)
  await writing().fill('A long story. '.repeat(200))
  await page.getByRole('alert').getByText('This channel takes 1600 characters.').waitFor()
  const send = page.getByRole('button', { name: 'Send', exact: true })
  expect(await send.isDisabled()).toBe(true)
  await writing().fill('A short one')
  await page.getByRole('alert').getByText('This channel takes').waitFor({ state: 'detached' })
  expect(await send.isDisabled()).toBe(false)
})

describe('a customer', () => {
  test('who writes STOP closes the field for writing, wherever the thread is open', async () => {
    const { page } = ada
    await world.openConversation(customer)
    await writing().fill('A draft that stays')
    await says('STOP')
    await blocked().waitFor()
    await thread().getByText('The customer asked for no more messages from this number').waitFor()
    await thread().getByText('You will get no more messages from this number.').waitFor()
    await page.getByText('Opted out', { exact: true }).waitFor()
    expect(await writing().count()).toBe(0)
    const details = page.getByRole('complementary', { name: 'About this conversation' })
    await details.getByText('No messages · the customer').waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    await world.shot('consent')
  })

  test('is refused a new conversation with the reason', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'New conversation' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('To').fill(customer)
    await dialog.getByLabel('Message').fill('Are you sure?')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await dialog.getByText('The customer asked for no more messages from this number.').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  test('stands in the list of opt-outs, by number and words', async () => {
    const { page } = ada
    await page.getByRole('link', { name: 'Opt-outs' }).click()
    const row = page.getByRole('row').filter({ hasText: customer })
    await row.getByText('STOP', { exact: true }).waitFor()
    await page.getByRole('searchbox').fill('+1999')
    await page.getByText('Nobody has opted out').waitFor()
    await page.getByRole('searchbox').fill('')
    await row.waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
  })

  test('who writes START gets messages again, and the draft is still there', async () => {
    await says('Start')
    await ada.page.getByText('Nobody has opted out').waitFor()
    await world.openConversation(customer)
    await expect.poll(() => writing().inputValue()).toBe('A draft that stays')
    await writing().fill('Welcome back')
    await writing().press('Enter')
    await thread().getByText('Welcome back').waitFor()
    await expect.poll(() => world.sandbox.ledger.entries.at(-1)?.text).toBe('Welcome back')
  })

  test('who said it on the phone is noted, with the words, and may be allowed again by a supervisor', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'Note an opt-out' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel("The customer's words").fill('Stop calling me')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await blocked().waitFor()
    await page.getByText('Stop calling me').waitFor()
    await page.getByRole('note').getByRole('button', { name: 'Allow messages again' }).click()
    await dialog.getByLabel("The customer's words").fill('Changed my mind')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await writing().waitFor()
    await thread().getByText('noted that the customer wants messages again').waitFor()
  })

  test('cannot answer a name, which is said before one writes from it and in the thread', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'New conversation' }).click()
    const dialog = page.getByRole('dialog')
    const warning = 'The customer cannot answer: HARBOUR is a name, not a number.'
    expect(await dialog.getByText(warning).count()).toBe(0)
    await dialog.getByLabel('From').selectOption({ label: 'HARBOUR · Harbour generic' })
    await dialog.getByText(warning).waitFor()
    await dialog.getByLabel('To').fill('+12025550199')
    await dialog.getByLabel('Message').fill('Your parcel is here')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await thread().getByText('Your parcel is here').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('note').getByText(warning).waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
  })

  test('gets plain characters where the channel is set so, and the writer sees it before', async () => {
    const { page } = ada
    const words = `“${'Your parcel waits at the harbour. '.repeat(3)}” – it’s yours…`
    await world.openConversation(customer)
    await writing().fill(words)
    await page.getByText('2 parts · UCS-2').waitFor()
    await world.api.patch('/channels/1', { settings: { smart_encoding: true } })
    await page.reload()
    await page.getByText('1 part · GSM-7 · plain form of “ ” – ’ …').waitFor()
    await writing().press('Enter')
    await thread().getByText('" - it\'s yours...', { exact: false }).waitFor()
    await expect.poll(() => world.sandbox.ledger.entries.at(-1)?.text).toContain('" - it\'s yours...')
  })

  test('finds it said in Chinese too', async () => {
    const { page } = ada
    await says('退订')
    await blocked().waitFor()
    await page.getByRole('button', { name: /account and settings/ }).click()
    await page.getByRole('menuitemradio', { name: '简体中文' }).click()
    await page.getByRole('note').getByText(`客户要求不再接收来自 ${number} 的消息`).waitFor()
    expect(ada.complaints.filter((one) => !/status of (401|409)/.test(one))).toEqual([])
  })
})
