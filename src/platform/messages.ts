/** The words of the product for everything but the browser: catalogues of `locales/`, one object for each language. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type i18n } from 'i18next';

export type Language = 'vi' | 'en';

const FOLDER = join(import.meta.dirname, '../../locales');

function catalogue(language: Language): Record<string, string> {
  const folder = join(FOLDER, language);
  return Object.assign(
    {},
    ...readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>),
  );
}

let loaded: i18n | null = null;

function instance(): i18n {
  if (loaded === null) {
    loaded = i18next.createInstance();
    loaded.init({
      lng: 'vi',
      fallbackLng: 'vi',
      keySeparator: false,
      nsSeparator: false,
      initAsync: false,
      interpolation: { escapeValue: false },
      showSupportNotice: false,
      resources: { vi: { translation: catalogue('vi') }, en: { translation: catalogue('en') } },
    } as Parameters<i18n['init']>[0]);
  }
  return loaded;
}

/** One sentence of the catalogue; a missing key gives the key itself, which a check finds before a user does. */
export const sentence = (
  language: Language,
  key: string,
  params: Readonly<Record<string, unknown>> = {},
): string => instance().getFixedT(language)(key, params as Record<string, string>);

let keys: readonly string[] | null = null;
/** Keys of the catalogue, the same in both languages (tested). */
export function sentenceKeys(): readonly string[] {
  keys ??= Object.keys(instance().getResourceBundle('vi', 'translation') as Record<string, string>);
  return keys;
}
