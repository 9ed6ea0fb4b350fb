import { agent, customer, day, hour, pickUp, type Story } from './story.ts'

/** Customers on Facebook and WhatsApp, for every state of the time to answer, and for what only chats have. */
export const chatStories: readonly Story[] = [
  {
    customer: '5794982867201377',
    customerName: 'Marco Bianchi',
    portrait: 'marco.jpg',
    line: 'page',
    steps: [
      customer(2 * day + 180, 'Is the Sten lamp on the third picture still to be had?'),
      pickUp(2 * day + 170, 'lucia'),
      agent(2 * day + 168, 'lucia', 'The last one went this morning, sorry. The next come in a fortnight.'),
    ],
  },
  {
    customer: '5794982867201265',
    customerName: 'Nora Lindgren',
    portrait: 'nora.jpg',
    line: 'page',
    steps: [
      customer(6 * hour, 'Hi! Does the sofa from your post also come in green?'),
      pickUp(6 * hour - 4, 'tom'),
      agent(6 * hour - 6, 'tom', 'Hello Nora! It does: moss and bottle green. Shall I put samples aside?'),
      customer(5 * hour + 40, 'Yes please, both 💚'),
    ],
  },
  {
    customer: '+12025550168',
    customerName: 'Jonas Weber',
    line: 'whatsapp',
    steps: [
      customer(day + 3 * hour, 'Hello, can you tell me when my bed frame (order 20431) will come?'),
      pickUp(day + 3 * hour - 5, 'tom'),
      agent(
        day + 3 * hour - 8,
        'tom',
        'Hello Mr Weber, the maker says Thursday or Friday. I will write as soon as it is here.',
        'read',
      ),
    ],
  },
  {
    customer: '+12025550151',
    customerName: 'Aisha Khan',
    line: 'whatsapp',
    steps: [
      {
        kind: 'out',
        ago: 4 * hour,
        by: 'lucia',
        became: 'read',
        label: 'order 20458',
        template: {
          name: 'order_update',
          values: {
            'header.1': '20458',
            'body.1': 'Aisha',
            'body.2': '20458',
            'body.3': 'on Tuesday',
            'button.0': '20458',
          },
        },
      },
      { kind: 'reaction', ago: 4 * hour - 10, of: 'order 20458', emoji: '👍' },
    ],
  },
  {
    customer: '+12025550143',
    customerName: 'Ana Duarte',
    line: 'whatsapp',
    unread: true,
    steps: [
      customer(3 * hour, 'Hi! Do you also deliver the Moss armchair to the old town?', {
        referral: {
          source: 'ad',
          headline: 'Moss armchair, now in five colours',
          url: 'https://shop.example/moss',
        },
      }),
      pickUp(3 * hour - 4, 'lucia'),
      agent(3 * hour - 6, 'lucia', 'Hello Ana! We do, on weekdays after 4. Where should it go?', 'read', {
        label: 'where to',
      }),
      {
        kind: 'in',
        ago: 3 * hour - 9,
        answers: 'where to',
        content: {
          type: 'location',
          latitude: 38.8895,
          longitude: -77.0353,
          name: 'Duarte & Sons',
          address: '12 Elm Court, second floor',
        },
      },
      customer(3 * hour - 10, 'Thursday at 6 would be best', { label: 'which day' }),
      { kind: 'edit', ago: 3 * hour - 11, of: 'which day', text: 'Friday at 6 would be best' },
      agent(3 * hour - 14, 'lucia', 'Friday between 5 and 7 it is. The driver will *call ahead*.', 'read', {
        label: 'friday',
      }),
      { kind: 'reaction', ago: 3 * hour - 15, of: 'friday', emoji: '❤️' },
      { kind: 'in', ago: 3 * hour - 16, file: 'sofa-in-love.webp' },
      customer(48, 'Wrong chat, sorry', { label: 'wrong chat' }),
      { kind: 'deletion', ago: 47, of: 'wrong chat' },
      { kind: 'in', ago: 21, file: 'voice-message.ogg' },
    ],
  },
]
