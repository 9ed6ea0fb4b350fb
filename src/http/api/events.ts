import { z } from 'zod'
import { type StreamFrame, streamEvent } from '../../contract/api/events.ts'
import { Problem } from '../../contract/problems.ts'
import { readEvents } from '../../realtime/read-for.ts'
import { MOST_STREAMS_A_PERSON } from '../../realtime/stream.ts'
import { endpoint } from '../endpoint.ts'

const number = z.coerce.number().int().nonnegative()

export const listEvents = endpoint({
  summary:
    'Events the signed-in person may see, after a number, oldest first. `next_after` goes into the next call.',
  query: z.strictObject({
    after: number.default(0),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  answer: z.object({ data: z.array(streamEvent), next_after: z.int() }),
  handler: ({ services, actor, query }) =>
    readEvents(services.store, services.lanes, actor, query.after, query.limit),
})

export const streamServerSentEvents = endpoint({
  summary:
    'The stream as server-sent events, for programs without WebSocket. Resumes after the header Last-Event-ID.',
  query: z.strictObject({ after: number.optional() }),
  raw: { gives: 'text/event-stream' },
  problems: ['too_many_requests'],
  async handler({ services, actor, query, request, response, renewActor }) {
    if (services.stream.readers(actor.id) >= MOST_STREAMS_A_PERSON) {
      throw new Problem('too_many_requests', `You have ${MOST_STREAMS_A_PERSON} streams open already.`)
    }
    const last = Number(request.headers['last-event-id'])
    const after = Number.isSafeInteger(last) && last >= 0 ? last : query.after
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    })
    const beat = setInterval(() => response.write(': still here\n\n'), 25_000)
    const end = await services.stream.open(
      {
        actor: renewActor,
        send: (frame) => {
          response.write(serverSentEvent(frame))
          return response.writableLength < MOST_BUFFERED_BYTES
        },
        close: () => response.end(),
      },
      after,
    )
    const ended = () => {
      clearInterval(beat)
      end()
    }
    response.once('close', ended)
    // Gone while the stream was being opened: nobody would tell of it any more.
    if (response.destroyed) ended()
  },
})

/** A reader that has this much waiting does not keep up, and is cut off; it comes back with the last number it saw. */
const MOST_BUFFERED_BYTES = 1024 * 1024

function serverSentEvent(frame: StreamFrame): string {
  const id = frame.type === 'event' ? `id: ${frame.event.id}\n` : ''
  return `${id}event: ${frame.type}\ndata: ${JSON.stringify(frame)}\n\n`
}
