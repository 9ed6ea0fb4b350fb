/** What a word asks for: no more messages, messages again, or how all this works. */
export type Keyword = 'out' | 'in' | 'help'

/**
 * The words that are heeded on every channel, by language. A text counts only when it is such a word and nothing else, so
 * every word must be one that nobody writes alone for another reason, or one that the law or the carriers name.
 *
 * Source of the English ones: 47 CFR 64.1200(a)(10) and the words that Twilio and Telnyx take by default, read 2026-11-21.
 * ARRET and AIDE are what Canadian carriers ask for; TD and 退订 what Chinese texts offer.
 */
export const words: Readonly<Record<string, Readonly<Record<Keyword, readonly string[]>>>> = {
  en: {
    out: [
      ...['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit'],
      ...['revoke', 'optout', 'opt out', 'opt-out'],
    ],
    in: ['start', 'unstop', 'subscribe'],
    help: ['help', 'info'],
  },
  es: { out: ['parar', 'alto', 'baja'], in: ['comenzar', 'alta'], help: ['ayuda'] },
  fr: { out: ['arret', 'arrêt', 'arrêter', 'désabonner'], in: ['commencer', 'réabonner'], help: ['aide'] },
  de: { out: ['stopp', 'abmelden', 'abbestellen'], in: ['anmelden'], help: ['hilfe'] },
  it: { out: ['ferma', 'disiscrivi'], in: ['riprendi', 'iscrivi'], help: ['aiuto'] },
  nl: { out: ['stoppen', 'afmelden'], in: ['aanmelden'], help: ['hulp'] },
  pt: { out: ['pare', 'sair'], in: ['voltar', 'iniciar'], help: ['ajuda'] },
  zh: { out: ['退订', '停止', 'td'], in: ['恢复', '订阅'], help: ['帮助'] },
}
