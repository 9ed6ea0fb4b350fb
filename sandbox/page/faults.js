// The faults of sandbox/faults.ts, in words.
const ms = { name: 'ms', label: 'Milliseconds', number: true }

export const faultKinds = {
  delay: {
    label: 'Slow answer',
    parameter: ms,
    initial: '5000',
    hint: 'The carrier waits before it answers.',
  },
  rate_limit: {
    label: '429, too many requests',
    parameter: { name: 'retry_after', label: 'Retry-After (seconds or a date)' },
    initial: '2',
    hint: 'Not taken; the gateway should wait as long as it is told.',
  },
  status: {
    label: 'A bare error status',
    parameter: { name: 'status', label: 'Status', number: true },
    initial: '500',
    hint: 'Not taken, but a 5xx does not say so: the gateway cannot know.',
  },
  error: { label: "One of the carrier's errors", hint: 'Not taken, with the error the API defines.' },
  reset_before: { label: 'Connection reset, message lost', hint: 'Not taken; the gateway cannot know.' },
  reset_after: { label: 'Connection reset, message taken', hint: 'Taken; the gateway cannot know.' },
  answer_lost: {
    label: 'Message taken, no answer at all',
    hint: 'Taken; the gateway waits until its time limit.',
  },
  half_answer: {
    label: 'Message taken, half an answer',
    hint: 'Taken; the answer breaks off in the middle.',
  },
  takes_it_but_500: {
    label: 'Message taken, answer says 500',
    hint: 'Taken; the gateway must not send it again by itself.',
  },
  id_repeated: { label: 'The id of the last message again', hint: 'Taken, under an id that is in use.' },
  receipts_late: {
    label: 'Receipts come late',
    parameter: ms,
    initial: '30000',
    hint: 'On top of the usual delay.',
  },
  receipts_reversed: { label: 'Receipts out of order', hint: '"delivered" first, then "sent".' },
  receipts_early: { label: 'Receipts before the answer', hint: 'The gateway does not know the id yet.' },
  receipts_failed: { label: 'Receipt says failed', hint: 'Taken, but the handset cannot be reached.' },
  receipts_none: { label: 'No receipts', hint: 'The message stays at "sent".' },
  duplicate_webhook: { label: 'My message is posted twice', hint: 'The gateway must show it once.' },
}

/** "429, too many requests (2), the next 3" */
export function sentence(fault) {
  const { label, parameter } = faultKinds[fault.kind]
  const detail = fault.kind === 'error' ? fault.name : parameter && fault[parameter.name]
  const times =
    fault.times === null
      ? 'every message'
      : fault.times === 1
        ? 'the next message'
        : `the next ${fault.times}`
  return `${label}${detail === undefined || detail === null ? '' : ` (${detail})`}, ${times}`
}
