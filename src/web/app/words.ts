import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

type Catalogue = Record<string, string>;
const files = import.meta.glob<{ default: Catalogue }>('../../../locales/*/{web,web-*,errors}.json', {
  eager: true,
});
const resources: Record<string, { translation: Catalogue }> = {
  vi: { translation: {} },
  en: { translation: {} },
};
for (const [path, { default: words }] of Object.entries(files))
  Object.assign(resources[path.includes('/vi/') ? 'vi' : 'en']!.translation, words);

const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('lang');

export const words = i18next.createInstance();
words.use(initReactI18next).init({
  lng: asked === 'en' ? 'en' : 'vi',
  fallbackLng: 'vi',
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources,
});

document.documentElement.lang = words.language;

export const language = (): 'vi' | 'en' => (words.language === 'en' ? 'en' : 'vi');

export function setLanguage(next: 'vi' | 'en'): void {
  localStorage.setItem('lang', next);
  document.documentElement.lang = next;
  void words.changeLanguage(next);
}
