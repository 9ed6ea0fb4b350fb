import i18n from 'i18next'
import { initReactI18next } from 'react-i18next'
import { preferences, setPreferences } from './lib/preferences.ts'
import en from './locales/en.json'

export const locales = { en: 'English', 'zh-CN': '简体中文' } as const
export type Locale = keyof typeof locales

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

const preferred = (): Locale =>
  preferences().locale ?? (navigator.languages.some((tag) => /^zh\b/i.test(tag)) ? 'zh-CN' : 'en')

/** The Chinese catalogue travels only to those who read it. */
async function load(locale: Locale): Promise<void> {
  if (locale === 'zh-CN' && !i18n.hasResourceBundle('zh-CN', 'translation')) {
    const { default: catalogue } = await import('./locales/zh-CN.json')
    i18n.addResourceBundle('zh-CN', 'translation', catalogue)
  }
}

export async function startI18n(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await setLocale(preferred())
}

/** Shows the whole page in another language and remembers it in this browser. */
export async function setLocale(locale: Locale, remember = false): Promise<void> {
  await load(locale)
  await i18n.changeLanguage(locale)
  document.documentElement.lang = locale
  if (remember) setPreferences({ locale })
}
