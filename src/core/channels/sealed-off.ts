import type { Provider } from '../../contract/provider.ts'

/**
 * A provider for a channel whose secrets cannot be opened. Without them `verify` could take an unsigned webhook for a
 * channel that asks for no signature, so everything that leans on a secret is refused: webhooks go to quarantine, sends
 * wait for another try, and the check says what is wrong.
 */
export function sealedOff(provider: Provider, fault: string): Provider {
  const { challenge: _, lookUp: _lookUp, listInbound: _list, mediaAccess: _media, ...rest } = provider
  return {
    ...rest,
    protection: () => ({
      level: 'signed',
      detail: {
        en: 'The secrets cannot be opened, so no webhook is accepted: all go to quarantine.',
        zh: '无法解密已保存的密钥，因此不接受任何 Webhook：全部进入隔离区。',
      },
    }),
    verify: () => ({ ok: false, code: 'secret_not_set', detail: fault }),
    send: async () => ({
      kind: 'retry',
      failure: { code: 'authentication_failed', vendorText: fault },
    }),
    check: async () => ({ status: 'unauthorised', detail: fault }),
  }
}
