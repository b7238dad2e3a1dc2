/** A digest in words: the subject and text of an e-mail, the one line of a short message. Pure but for the catalogue. */

import type { PlainDate } from '../kernel/plain-date.ts';
import { dayOnPaper, deadlineOnPaper } from '../kernel/vietnam-time.ts';
import { type Language, sentence } from '../platform/messages.ts';
import type { Digest, DigestLine } from './contract.ts';

/** So many lines of a section are written out; the rest is counted. */
const MOST_LINES = 20;

export function digestSubject(digest: Digest, day: PlainDate, language: Language): string {
  return sentence(language, 'digest.subject', { day: dayOnPaper(day), what: summary(digest, language) });
}

/** "1 việc bị trả lại, 2 việc quá hạn": the most pressing first. */
function summary({ returned, late, dueToday, escalated }: Digest, language: Language): string {
  return (
    [
      ['returned', returned.length],
      ['late', late.length],
      ['due', dueToday.length],
      ['escalated', escalated.length],
    ] as const
  )
    .filter(([, n]) => n > 0)
    .map(([key, n]) => sentence(language, `digest.n_${key}`, { n }))
    .join(', ');
}

/** The one short text that leaves for a gateway: counts alone, no name of anybody. */
export function digestShort(digest: Digest, day: PlainDate, language: Language): string {
  return sentence(language, 'digest.short', { day: dayOnPaper(day), what: summary(digest, language) });
}

export function digestText(digest: Digest, language: Language, publicUrl: string | undefined): string {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const line = (one: DigestLine): string =>
    `- ${t('digest.line', { number: one.number, title: one.title, directive: one.directive, who: one.facility ?? one.unitName, due: deadlineOnPaper(one.dueAt) })}${one.reason === null ? '' : `\n  ${t('digest.reason', { reason: one.reason })}`}`;
  const section = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0
      ? []
      : [
          `${t(heading)} (${lines.length})`,
          ...lines.slice(0, MOST_LINES),
          ...(lines.length > MOST_LINES ? [t('digest.more', { n: lines.length - MOST_LINES })] : []),
          '',
        ];
  return [
    ...section('digest.returned', digest.returned.map(line)),
    ...section('digest.late', digest.late.map(line)),
    ...section('digest.due', digest.dueToday.map(line)),
    ...section(
      'digest.escalated',
      digest.escalated.map(
        ({ unitName, facility, duties, since }) =>
          `- ${t('digest.escalated_line', { who: facility ?? unitName, n: duties, since: deadlineOnPaper(since) })}`,
      ),
    ),
    ...(publicUrl === undefined ? [] : [t('digest.open', { url: publicUrl })]),
    t('digest.footer'),
  ].join('\n');
}
