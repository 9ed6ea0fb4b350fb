/**
 * Why a message was not sent: Trunkline's own stable codes, the same for every provider. Providers map the
 * vendor's codes onto these; the vendor's own code and words always travel beside ours.
 */
export interface Failure {
  /** `later`: certainly not sent and worth another try. `never`: another try gives the same answer. */
  readonly again: 'never' | 'later'
  /** What happened, for the person who reads the thread. */
  readonly title: string
  /** What that person, or the administrator, can do about it. */
  readonly remedy: string
}

export const failures = {
  send_failed: {
    again: 'never',
    title: 'The carrier refused the message.',
    remedy: "Read the carrier's own words below; send again once the cause is mended.",
  },
  authentication_failed: {
    again: 'never',
    title: "The carrier did not accept this channel's credentials.",
    remedy: 'An administrator must check the credentials on the channel page.',
  },
  provider_unavailable: {
    again: 'later',
    title: "The carrier's service is not available.",
    remedy: 'Wait for the carrier to recover, then send again.',
  },
  invalid_number: {
    again: 'never',
    title: 'The carrier says that this number is not valid.',
    remedy: "Check the customer's number, with its country code.",
  },
  invalid_parameter: {
    again: 'never',
    title: 'The carrier refused something in the request.',
    remedy: "Read the carrier's own words below; the sender's number or the text may not be allowed.",
  },
  opted_out: {
    again: 'never',
    title: 'This person has asked not to get messages from this number.',
    remedy: 'Do not write until they ask for it, for example by texting START.',
  },
  permission_denied: {
    again: 'never',
    title: "The carrier does not allow this on the channel's account.",
    remedy:
      'An administrator must look at the account, its balance and its rights in the portal of the carrier.',
  },
  sender_not_registered: {
    again: 'never',
    title: "The sender's number is not registered for this kind of message.",
    remedy:
      'An administrator must register the number with the carrier (10DLC, toll-free verification or sender id).',
  },
  outside_window: {
    again: 'never',
    title: 'The time in which this person may be answered is over.',
    remedy: 'Wait until they write again, or send a template where the channel has some.',
  },
  held_elsewhere: {
    again: 'never',
    title: 'Another program of the business has this conversation.',
    remedy: 'Take the conversation over, then send again; or answer in that program.',
  },
  template_refused: {
    again: 'never',
    title: 'The template cannot be sent as it is.',
    remedy:
      'Check the values filled in; an administrator can see in the template manager whether it was paused or changed.',
  },
  recipient_unreachable: {
    again: 'never',
    title: 'This person cannot be reached on this channel.',
    remedy:
      'They may have blocked the business, left the service or not have it at all: try another channel.',
  },
  media_type_refused: {
    again: 'never',
    title: 'The carrier does not take this type of file.',
    remedy: 'Send the file in another format, or as a link.',
  },
  media_too_large: {
    again: 'never',
    title: 'The file is larger than the carrier allows.',
    remedy: 'Send a smaller file, or a link to it.',
  },
  too_frequent: {
    again: 'later',
    title: 'The carrier says that messages come too fast.',
    remedy: "Lower the channel's messages per second, then send again.",
  },
  messaging_limit: {
    again: 'later',
    title: 'The account may not write to more people now.',
    remedy:
      'Its limit for messages outside open conversations is reached, or people reported its messages: look at limit and quality in the console of the provider, then send again.',
  },
  network_failure: {
    again: 'later',
    title: 'The carrier could not be reached.',
    remedy: "Check the channel's addresses and this machine's connection, then send again.",
  },
  outcome_unknown: {
    again: 'never',
    title: 'The carrier did not answer: the message may or may not have gone out.',
    remedy: 'Ask the customer, or send again knowing that it may arrive twice.',
  },
  channel_off: {
    again: 'never',
    title: 'The channel was switched off or removed before the message went out.',
    remedy: 'Switch the channel on, or write from another one.',
  },
  delivery_failed: {
    again: 'never',
    title: 'The carrier took the message but could not deliver it.',
    remedy: 'Check that the number can receive messages; the phone may be off or the line a landline.',
  },
  gave_up: {
    again: 'never',
    title: 'The message could not be handed over in the time allowed.',
    remedy: "Look at the channel's state, then send again.",
  },
} as const satisfies Record<string, Failure>

export type FailureCode = keyof typeof failures

/** One failure as it is stored and shown: our code, and the vendor's own words where there are any. */
export interface FailureDetail {
  readonly code: FailureCode
  readonly vendorCode?: string | undefined
  readonly vendorText?: string | undefined
}
