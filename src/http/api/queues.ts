import { z } from 'zod'
import { idParams, page, pageQuery } from '../../contract/api/common.ts'
import { newQueue, queue, queuePatch } from '../../contract/api/people.ts'
import { changeQueue, createQueue, deleteQueue } from '../../core/people/change-queue.ts'
import { getQueue, listQueues } from '../../core/people/queues.ts'
import { endpoint } from '../endpoint.ts'

export const list = endpoint({
  summary: 'All queues by name, with their members.',
  query: z.strictObject(pageQuery),
  answer: page(queue),
  handler: ({ services, query }) => listQueues(services.store.db, query),
})

export const create = endpoint({
  summary: 'Adds a queue.',
  body: newQueue,
  answer: queue,
  status: 201,
  problems: ['conflict'],
  handler: ({ services, deed, body }) => createQueue(services.store, deed, body),
})

export const show = endpoint({
  summary: 'One queue.',
  params: idParams,
  answer: queue,
  problems: ['not_found'],
  handler: ({ services, params }) => getQueue(services.store.db, params.id),
})

export const change = endpoint({
  summary: 'Changes a queue; `members` replaces the whole list.',
  params: idParams,
  body: queuePatch,
  answer: queue,
  problems: ['not_found', 'conflict'],
  handler: ({ services, deed, params, body }) => changeQueue(services.store, deed, params.id, body),
})

export const remove = endpoint({
  summary: 'Removes a queue that no sender and no open conversation leads to.',
  params: idParams,
  problems: ['not_found', 'conflict'],
  handler: ({ services, deed, params }) => deleteQueue(services.store, deed, params.id),
})
