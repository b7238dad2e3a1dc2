import type { TFunction } from 'i18next';

/** A group in words: "12–17 tuổi"; sets that somebody defined have no words of their own. */
export const groupWord = (t: TFunction, band: string): string =>
  band === 'unknown'
    ? t('band.unknown')
    : t(`population.group.${band}`, {
        defaultValue: t('population.group_of', { band: band.replace('-', '–') }),
      });
