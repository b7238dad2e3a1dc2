/** The words of the web application. Vietnamese is there at once; English comes when it is asked for. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

type Catalogue = Record<string, string>;
type File = { default: Catalogue };
const vietnamese = import.meta.glob<File>('../../../locales/vi/{web,web-*,errors}.json', { eager: true });
const english = import.meta.glob<File>('../../../locales/en/{web,web-*,errors}.json');

const together = (files: readonly File[]): Catalogue =>
  Object.assign({}, ...files.map(({ default: words }) => words));

export const words = i18next.createInstance();
words.use(initReactI18next).init({
  lng: 'vi',
  fallbackLng: 'vi',
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: { vi: { translation: together(Object.values(vietnamese)) } },
});

export const language = (): 'vi' | 'en' => (words.language === 'en' ? 'en' : 'vi');

export async function setLanguage(next: 'vi' | 'en'): Promise<void> {
  localStorage.setItem('lang', next);
  if (next === 'en' && !words.hasResourceBundle('en', 'translation')) {
    const files = await Promise.all(Object.values(english).map((load) => load()));
    words.addResourceBundle('en', 'translation', together(files));
  }
  await words.changeLanguage(next);
  document.documentElement.lang = next;
}

const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('lang');
if (asked === 'en') await setLanguage('en');
