/** Where a vendor posts the webhooks of a channel; `publicUrl` is the configured address, without a path. */
export function webhookUrl(publicUrl: string, providerId: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/api/v1.0/webhook/${providerId}/${token}`
}
