import type { TFunction } from 'i18next';

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

/** The same where it begins a line. */
export const groupName = (t: TFunction, band: string): string => capital(groupWord(t, band));

/** A group in words: "12–17 tuổi"; sets that somebody defined have no words of their own. */
export const groupWord = (t: TFunction, band: string): string =>
  band === 'unknown'
    ? t('band.unknown')
    : t(`population.group.${band}`, {
        defaultValue: t('population.group_of', { band: band.replace('-', '–') }),
      });
