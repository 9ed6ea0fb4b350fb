import { chatStories } from './chat-stories.ts'
import { agent, close, customer, day, hour, pickUp, type Story } from './story.ts'

/** The last days of the shop, for a newcomer to look at: every state a message or a conversation can be in. */
export const stories: readonly Story[] = [
  {
    customer: '+12025550147',
    line: 'main-line',
    steps: [
      customer(5 * day + 95, 'Hi, are you open on Sunday?'),
      pickUp(5 * day + 91, 'tom'),
      agent(5 * day + 90, 'tom', 'Hello! Yes, on Sundays we are open from 11 to 5.'),
      customer(5 * day + 84, 'Perfect, thank you!'),
      agent(5 * day + 83, 'tom', 'See you on Sunday.'),
      close(5 * day + 60, 'tom'),
    ],
  },
  {
    customer: '+12025550118',
    line: 'main-line',
    steps: [
      agent(
        4 * day + 200,
        'lucia',
        'Hello Mr Haddad, your oak shelf (order 20417) is in the shop and can be picked up.',
      ),
      customer(4 * day + 150, 'Great. Can somebody help me load it into the car on Thursday around 6?'),
      agent(4 * day + 141, 'lucia', 'Of course, just ring the bell at the loading door on Pine Street.'),
      customer(4 * day + 139, '👍'),
    ],
  },
  {
    customer: '+14155550172',
    line: 'workshop',
    steps: [
      customer(
        3 * day + 320,
        'Do you also re-oil tables bought elsewhere? Ours is walnut, about 2 m by 90 cm.',
      ),
      agent(3 * day + 300, 'sam', 'We do. For that size it is 140, and it stays with us for three days.'),
      customer(3 * day + 260, 'OK! Could you pick it up?'),
      agent(3 * day + 255, 'sam', 'Within the city, yes, for 35. Would next Tuesday morning suit you?'),
      customer(3 * day + 30, 'Tuesday is fine, any time after 9.'),
      agent(3 * day + 21, 'sam', 'Noted: Tuesday between 9 and 11. You will get a text when we set out.'),
    ],
  },
  {
    customer: '+12025550190',
    line: 'main-line',
    steps: [
      agent(
        2 * day + 400,
        'tom',
        'Hello, your armchair is due on Friday between 8 and 12. Is somebody at home?',
        'undelivered',
      ),
    ],
  },
  {
    customer: '+13055550161',
    line: 'main-line',
    steps: [
      customer(day + 430, '你好，请问这款餐椅有黑色的吗？'),
      pickUp(day + 425, 'maya'),
      agent(day + 421, 'maya', '您好！有的，黑色餐椅本周四到货，需要为您预留吗？'),
      customer(day + 415, '好的，请预留四把，谢谢！'),
      agent(day + 412, 'maya', '已为您预留四把，周四到货后短信通知您。'),
    ],
  },
  {
    customer: '+12025550156',
    line: 'main-line',
    steps: [
      customer(day + 90, 'My invoice 8841 has the wrong company name on it. Can you send a new one?'),
      pickUp(day + 80, 'lucia'),
      agent(day + 78, 'lucia', 'Sorry about that! What should it say?'),
      customer(day + 70, 'Northside Dental Group, the rest is right.'),
      agent(day + 62, 'lucia', 'Done, the corrected invoice is in your mail.', 'sent'),
      close(day + 20, 'lucia'),
    ],
  },
  {
    customer: '+12025550184',
    line: 'main-line',
    steps: [
      customer(9 * hour, 'The legs of the Lind side table do not go in straight. Is there a trick?'),
      pickUp(9 * hour - 6, 'tom'),
      agent(
        9 * hour - 10,
        'tom',
        'There is: put the top felt side up and turn each leg by hand first. Here is the drawing.',
        'delivered',
        { file: 'fitting-the-legs.png' },
      ),
      customer(8 * hour, 'That did it, thanks a lot!'),
    ],
  },
  {
    customer: '+12065550139',
    line: 'main-line',
    steps: [
      customer(5 * hour, 'I have not heard anything about order 20466 yet.'),
      pickUp(5 * hour - 12, 'lucia'),
      agent(5 * hour - 20, 'lucia', 'It leaves our warehouse today; I will send you the tracking number.'),
      agent(
        4 * hour,
        'lucia',
        'Here it is: HP-7730-4412. You can follow it on the page of the parcel service.',
        'lost',
      ),
    ],
  },
  {
    customer: '+12025550170',
    line: 'main-line',
    steps: [
      agent(
        3 * hour,
        'tom',
        'Hello Mrs Lindqvist, is the address 12 Elm Court still right for Monday?',
        'refused',
      ),
    ],
  },
  {
    customer: '+12025550112',
    line: 'main-line',
    unread: true,
    steps: [
      customer(130, 'Hello, my parcel just came and the box is torn open 😟'),
      customer(129, 'This is how it stood at the door.', { file: 'torn-parcel.png' }),
    ],
  },
  {
    customer: '+16175550125',
    line: 'workshop',
    unread: true,
    steps: [
      customer(2 * day + 60, 'Good morning, is my rocking chair ready?'),
      agent(2 * day + 45, 'sam', 'Almost: the varnish has to dry until tomorrow.'),
      customer(55, 'Hi Sam, is it dry now? I could come by this afternoon.'),
    ],
  },
  ...chatStories,
  {
    customer: '+12025550165',
    line: 'main-line',
    unread: true,
    steps: [customer(14, 'Do you have the Fjord sofa in the shop to try? I would drive over today.')],
  },
]
