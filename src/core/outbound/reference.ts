/** Our own name for an attempt, as it travels to the vendor and comes back on receipts: `<message id>.<attempt>`. */
export function referenceOf(messageId: number, attempt: number): string {
  return `${messageId}.${attempt}`
}

export function parseReference(reference: string): { messageId: number; attempt: number } | undefined {
  const match = /^(\d{1,15})\.(\d{1,4})$/.exec(reference)
  return match ? { messageId: Number(match[1]), attempt: Number(match[2]) } : undefined
}
