import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Line } from '../../sandbox/lines.ts'
import { type AgentWorld, agentWorld } from '../support/agent-world.ts'
import { accessibilityFindings, type WatchedPage } from '../support/browser.ts'
import { messengerPosts, whatsappPosts } from '../support/meta-posts.ts'

/** Files between a customer at the handset and an agent, both in their browsers. The tests go on from one another. */
const file = (name: string) => fileURLToPath(new URL(`files/${name}`, import.meta.url))

let world: AgentWorld
let customer: WatchedPage

beforeAll(async () => {
  world = await agentWorld()
  customer = await world.openCustomer()
})
afterAll(() => world?.stop())
beforeEach(({ onTestFailed }) => {
  onTestFailed(() => world.shot('failed-chat-files'))
})

const handset = () => customer.page.getByRole('log', { name: 'Messages' })
const thread = () => world.agent.page.getByRole('log', { name: 'Messages' })
const writing = () => world.agent.page.getByRole('textbox', { name: 'Message', exact: true })

async function customerSends(name: string, text = ''): Promise<void> {
  const { page } = customer
  const before = await handset().getByRole('article').count()
  await page.getByLabel('Attach a file').setInputFiles(file(name))
  await page.getByRole('button', { name: `Remove ${name}` }).waitFor()
  await page.getByLabel('Text message').fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await handset().getByRole('article').nth(before).getByText('delivered to the gateway').waitFor()
}

/** Seconds that a player has to play; zero while it knows of none. */
const seconds = (player: Locator) => player.evaluate((element) => (element as HTMLMediaElement).duration || 0)
const pixels = (picture: Locator) =>
  picture.evaluate((element) => {
    const { naturalWidth, naturalHeight } = element as HTMLImageElement
    return [naturalWidth, naturalHeight]
  })
/** Whether anything is drawn between the picture and its message: a ground or a line. */
const isFramed = (picture: Locator) =>
  picture.evaluate((element) => {
    for (
      let one: Element | null = element;
      one && !one.hasAttribute('data-message');
      one = one.parentElement
    ) {
      const { backgroundColor, borderTopWidth } = getComputedStyle(one)
      if (backgroundColor !== 'rgba(0, 0, 0, 0)' || borderTopWidth !== '0px') return true
    }
    return false
  })

describe.each([
  // WhatsApp tells the name of a document alone.
  {
    provider: 'whatsapp',
    business: '106540352242922',
    pictured: 'image.jpg',
    filmed: 'video.mp4',
    sung: 'audio.mp3',
  },
  {
    provider: 'messenger',
    business: '1234567890',
    pictured: 'photo.jpg',
    filmed: 'clip.mp4',
    sung: 'song.mp3',
  },
])('on $provider', ({ provider, business, pictured, filmed, sung }) => {
  let line: Line
  beforeAll(async () => {
    ;({ line } = await world.connect(provider, business))
    // Each page of the handset begins with the line that its address names.
    await customer.page.goto('about:blank')
    await customer.page.goto(`/#${provider}`)
    await customer.page.locator('#link.on').waitFor()
  })

  test('what a customer sends is shown as what it is', async () => {
    await customerSends('photo.jpg', 'The parcel came like this')
    await world.openConversation(line.addresses.customer)
    await thread().getByText('The parcel came like this').waitFor()
    for (const name of ['clip.mp4', 'invoice.pdf', 'voice.ogg', 'song.mp3', 'sticker.webp']) {
      await customerSends(name)
    }
    await expect.poll(() => pixels(thread().getByRole('img', { name: pictured }))).toEqual([320, 200])
    await expect.poll(() => seconds(thread().locator(`video[aria-label="${filmed}"]`))).toBeCloseTo(1, 0)
    await thread()
      .getByRole('link', { name: 'Download invoice.pdf' })
      .getByText('application/pdf · 193 B')
      .waitFor()
    const voice = provider === 'whatsapp' ? 'Voice message' : 'voice.ogg'
    await expect.poll(() => seconds(thread().locator(`audio[aria-label="${voice}"]`))).toBeCloseTo(1, 0)
    await expect.poll(() => seconds(thread().locator(`audio[aria-label="${sung}"]`))).toBeCloseTo(1, 0)
    await thread().getByText(voice, { exact: true }).waitFor()
    await thread().getByText(sung, { exact: true }).waitFor()
    const sticker = thread().getByRole('img', { name: 'Sticker' })
    await expect.poll(() => pixels(sticker)).toEqual([128, 128])
    expect(await isFramed(sticker)).toBe(false)
    expect(await isFramed(thread().getByRole('img', { name: pictured }))).toBe(true)
    // Nothing else happened, and nothing else is told.
    expect(await thread().getByText('closed this').count()).toBe(0)
    await world.shot(`files-${provider}`)
    expect(await accessibilityFindings(world.agent.page)).toEqual([])
  })

  test('a picture opens over the whole window, and a document is saved as it was sent', async () => {
    const { page } = world.agent
    await thread()
      .getByRole('button', { name: `Enlarge ${pictured}` })
      .click()
    const large = page.getByRole('dialog', { name: pictured }).getByRole('img', { name: pictured })
    await expect.poll(() => pixels(large)).toEqual([320, 200])
    await world.shot(`lightbox-${provider}`)
    expect(await accessibilityFindings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await large.waitFor({ state: 'detached' })

    const saving = page.waitForEvent('download')
    await thread().getByRole('link', { name: 'Download invoice.pdf' }).click()
    const saved = await saving
    expect(saved.suggestedFilename()).toBe('invoice.pdf')
    expect(await readFile(await saved.path())).toEqual(await readFile(file('invoice.pdf')))
  })

  test('a picture, a document and a text reach the handset in their order', async () => {
    const { page } = world.agent
    const before = await handset().getByRole('article').count()
    await page.locator('input[type=file]').setInputFiles([file('photo.jpg'), file('invoice.pdf')])
    await page.getByRole('button', { name: 'Remove photo.jpg' }).waitFor()
    await page.getByRole('button', { name: 'Remove invoice.pdf' }).waitFor()
    await writing().fill('Here is the label')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const arrived = (nth: number) =>
      handset()
        .getByRole('article')
        .nth(before + nth)
    await expect.poll(() => pixels(arrived(0).getByRole('img', { name: 'photo.jpg' }))).toEqual([320, 200])
    await arrived(1).getByRole('link', { name: 'invoice.pdf' }).waitFor()
    if (provider === 'whatsapp') await arrived(0).getByText('Here is the label').waitFor()
    else await arrived(2).getByText('Here is the label').waitFor()
    const sent = line.thread.bubbles.filter(({ by }) => by === 'business')
    expect(sent.map(({ text, files }) => [text, ...files.map(({ name }) => name)])).toEqual(
      provider === 'whatsapp'
        ? [
            ['Here is the label', 'photo.jpg'],
            ['', 'invoice.pdf'],
          ]
        : [['', 'photo.jpg'], ['', 'invoice.pdf'], ['Here is the label']],
    )
    await thread().getByText('Delivered').last().waitFor()
    await world.shot(`sent-${provider}`)
    await world.shot(`handset-files-${provider}`, customer.page)
  })

  test('a picture that the customer takes back is gone', async () => {
    const { page } = world.agent
    const picture = thread().getByRole('img', { name: pictured }).first()
    const address = (await picture.getAttribute('src')) ?? ''
    expect((await page.request.get(address)).status()).toBe(200)
    const target = line.thread.bubbles[0]?.message_id
    await (provider === 'whatsapp'
      ? whatsappPosts(world, line).customer({ type: 'revoke', revoke: { original_message_id: target } })
      : messengerPosts(world, line).customer({ message: { mid: target, is_deleted: true } }))
    await thread().getByText('This message was deleted').waitFor()
    expect(await thread().getByText('The parcel came like this').count()).toBe(0)
    expect((await page.request.get(address)).status()).toBe(404)
    for (const { complaints } of [world.agent, customer])
      expect(complaints.filter((one) => !/status of 401/.test(one))).toEqual([])
  })
})

test('what the network does not take is said before it is sent', async () => {
  const { page } = world.agent
  await world.openConversation('+16505551234')
  const buffer = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')
  await page.locator('input[type=file]').setInputFiles({ name: 'drawing.gif', mimeType: 'image/gif', buffer })
  const reason = page
    .getByRole('alert')
    .getByText('drawing.gif: this channel does not take files of the type image/gif.')
  await reason.waitFor()
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  await world.shot('refused')
  await page.getByRole('button', { name: 'Remove drawing.gif' }).click()
  await reason.waitFor({ state: 'detached' })
})
